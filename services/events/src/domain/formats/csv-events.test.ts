import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf, readText, startOf } from './sample-files.fixture.ts'

const reasonsOf = (text: string, file = {}) =>
  problemsOf(() => readText(text, file)).map(({ where, reason }) => `${where}: ${reason}`)

test('columns are found by their names in several languages', () => {
  const headers = [
    'Title,Start date,Start time,Venue,City',
    'Título;Fecha;Hora;Recinto;Ciudad',
    'Titel;Datum;Uhrzeit;Ort;Stadt',
    'Titre;Date;Heure;Lieu;Ville',
    'Titolo\tData\tOra\tLuogo\tCittà',
    'Título|Data|Hora|Local|Cidade',
    '名稱,日期,時間,場地,城市',
  ]
  for (const header of headers) {
    const mark = /[,;\t|]/.exec(header)?.[0] ?? ','
    const read = readText(
      `${header}\n${['Faust', '2027-05-01', '19:30', 'Burg', 'Graz'].join(mark)}`,
    )
    const [event] = read.events
    assert.deepEqual(
      [event?.name, startOf(read), event?.venue.name, event?.venue.city],
      ['Faust', '2027-05-01T17:30:00.000Z', 'Burg', 'Graz'],
      header,
    )
  }
})

test('other names are given, and a name that the file has not is refused with what it has', () => {
  const text = 'Was,Wann\nFaust,1.5.2027 19:30'
  assert.equal(readText(text, { columns: { name: 'Was', start: 'wann' } }).events.length, 1)
  assert.match(reasonsOf(text)[0] ?? '', /no column is the name; the file has "Was", "Wann"/)
  const wrong = reasonsOf(text, { columns: { name: 'Wo' } })
  assert.match(wrong[0] ?? '', /there is no column Wo/)
  assert.match(reasonsOf(text, { columns: { titel: 'Was' } })[0] ?? '', /no field of ours/)
})

test('day and month are told apart by the whole column, and never by chance', () => {
  const dayFirst = readText('name,date\na,03/04/2027\nb,13/04/2027')
  assert.equal(startOf(dayFirst), '2027-04-02T22:00:00.000Z')
  const monthFirst = readText('name,date\na,03/04/2027\nb,04/13/2027')
  assert.equal(startOf(monthFirst), '2027-03-03T23:00:00.000Z')
  assert.match(reasonsOf('name,date\na,03/04/2027')[0] ?? '', /day or the month first/)
  assert.match(reasonsOf('name,date\na,13/04/2027\nb,04/13/2027')[0] ?? '', /in others the month/)
  const told = readText('name,date\na,03/04/2027', { dates: 'month-first' })
  assert.equal(startOf(told), '2027-03-03T23:00:00.000Z')
})

test('a day without a time lasts the day, and an end on the day of the start is no end', () => {
  const [day, evening, festival] = readText(
    [
      'name,date,time,end',
      'a,2027-05-01,,',
      'b,2027-05-01,19:30,2027-05-01 23:59',
      'c,2027-05-01,19:30,2027-05-09',
    ].join('\n'),
  ).events
  assert.equal((day?.endMs ?? 0) - (day?.startMs ?? 0), 86_400_000 - 60_000)
  assert.equal(evening?.endMs, null)
  assert.equal(new Date(festival?.endMs ?? 0).toISOString(), '2027-05-09T21:59:00.000Z')
})

test('UTF-16, Latin-1, Big5 and a byte order mark are read, and said', () => {
  const text = 'name,date,venue\nFrühling,2027-05-01 19:30,Bühne'
  const latin = readText('', { content: Buffer.from(text, 'latin1') })
  assert.deepEqual([latin.encoding, latin.events[0]?.name], ['windows-1252', 'Frühling'])
  assert.match(latin.notes.at(-1)?.reason ?? '', /read as windows-1252/)
  const wide = readText('', { content: Buffer.from(`\ufeff${text}`, 'utf16le') })
  assert.deepEqual([wide.encoding, wide.events[0]?.name], ['utf-16le', 'Frühling'])
  assert.equal(readText(`\ufeff${text}`).events[0]?.name, 'Frühling')
})

test('the same id at the same time is one event, at another time another performance', () => {
  const { events, notes } = readText(
    [
      'id,name,date,description',
      '7,Faust,2027-05-01 19:30,',
      '7,Faust,2027-05-01 19:30,Goethe',
      '7,Faust,2027-05-02 19:30,',
    ].join('\n'),
  )
  assert.deepEqual(
    events.map(({ sourceKey, description }) => [sourceKey, description]),
    [
      ['id:7@2027-05-01T19:30', 'Goethe'],
      ['id:7@2027-05-02T19:30', ''],
    ],
  )
  assert.ok(notes.some(({ where }) => where === 'line 3'))
})

test('what has no id is known by name, time and place, whatever the case', () => {
  const keys = ['FAUST,2027-05-01 19:30,Burg', 'Faust,2027-05-01 19:30,burg'].map(
    (line) => readText(`name,date,venue\n${line}`).events[0]?.sourceKey,
  )
  assert.equal(keys[0], keys[1])
})

test('lines that are no events are skipped with their line, and the others go in', () => {
  const { events, skipped } = readText(
    ['name,date,status', 'A,tomorrow,', ',2027-05-01,', 'B,2027-05-01,Cancelled'].join('\n') +
      '\nC,2027-02-30,\nD,2027-05-01,ok',
  )
  assert.deepEqual(
    events.map(({ name }) => name),
    ['D'],
  )
  assert.deepEqual(skipped.map(({ where, reason }) => `${where}: ${reason}`).sort(), [
    'line 2: "tomorrow" is no date',
    'line 3: has no name',
    'line 4: "B" is cancelled',
    'line 5: "2027-02-30" is no date',
  ])
})

test('without a time zone, a city or a country an event is skipped and not guessed', () => {
  const text = 'name,date\nFaust,2027-05-01 19:30'
  const reasonWithout = (field: string) =>
    readText(text, { defaults: { [field]: undefined } }).skipped[0]?.reason
  assert.match(
    readText(text, { defaults: { country: 'US', timeZone: undefined } }).skipped[0]?.reason ?? '',
    /time zone/,
  )
  assert.match(reasonWithout('city') ?? '', /city/)
  assert.match(reasonWithout('country') ?? '', /country/)
})

test('HTML in a description becomes text, and names too long are cut', () => {
  const name = 'x'.repeat(300)
  const [event] = readText(
    `name,date,description\n${name},2027-05-01,` +
      '"<p>Tom &amp; <b>Jerry</b></p><script>x</script><p>2</p>"',
  ).events
  assert.equal(event?.description, 'Tom & Jerry\n\n2')
  assert.equal(event?.name.length, 255)
})
