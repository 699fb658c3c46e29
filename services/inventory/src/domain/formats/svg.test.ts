import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './problems-of.ts'
import { countsOf, fixture, labelsOf, readFile, rowNamed, rowsOf } from './read-files.fixture.ts'

const svg = (...content: string[]) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${content.join('\n')}</svg>`
const circle = (fields: string, x: number, y = 0) => `<circle ${fields} cx="${x}" cy="${y}" r="3"/>`
const placed = (content: string, row = 0) =>
  rowsOf(readFile(content).map)[row]?.seats.map(({ label, x, y }) => {
    return [label, Math.round(x * 100) / 100, Math.round(y * 100) / 100]
  })
const reasons = (content: string, columns: Record<string, string> = {}) =>
  problemsOf(() => readFile(content, { format: 'svg', columns })).map(
    ({ where, reason }) => `${where}: ${reason}`,
  )

test('a drawing of 152 ellipses tells by places which part of an id is the row', () => {
  const { map, columns, skipped } = readFile(fixture('tessitura-amazing-venue.svg'))
  assert.deepEqual(columns, { id: 'seat-{seat}-{row}-{section}' })
  assert.deepEqual(countsOf(map), [152, 24, 5, 0, 152, 1])
  assert.deepEqual(
    map.sections.map(({ name, rows }) => [name, rows.map(({ seats }) => seats.length).join(' ')]),
    [
      ['1', '4 6 8 10 12'],
      ['2', '9 9 7 7'],
      ['5', '2 3 4 5 6'],
      ['4', '2 3 4 5 6'],
      ['3', '4 6 8 10 12'],
    ],
  )
  assert.equal(rowNamed(map, '1', 'E'), '1 2 3 4 5 6 7 8 9 10 11 12')
  assert.equal(rowNamed(map, '2', 'A'), '1 2 3 4 5 6 7')
  // The middle of the rectangle that STAGE is written on.
  assert.deepEqual([map.focalPoint.x, map.focalPoint.y].map(Math.round), [254, 237])
  assert.deepEqual(skipped, [])
})

test('the mapping that is answered reads the file alike when it is given', () => {
  const content = fixture('tessitura-amazing-venue.svg')
  const guessed = readFile(content, { format: 'svg' })
  assert.deepEqual(readFile(content, { format: 'svg', columns: guessed.columns }), guessed)
})

test('attributes say what a seat is, its groups what it has in common with others', () => {
  const file = svg(
    '<title>Kleiner Saal</title>',
    '<g data-section="Parkett" data-row="A" data-price="20.00" data-category="I">',
    circle('data-seat="1" data-wheelchair="yes"', 0),
    circle('data-seat="2"', 20),
    '<rect data-seat="3" x="65" y="-5" width="10" height="10"/>',
    '<path data-seat="4" d="m85 -5 h10 v10 h-10 z"/>',
    '</g>',
    '<rect data-section="Rang" data-capacity="120" data-category="II" data-price="9.50"',
    'x="0" y="50" width="20" height="20"/>',
  )
  const { map, columns, notes } = readFile(file)
  assert.equal(map.name, 'Kleiner Saal')
  assert.equal(rowNamed(map, 'Parkett', 'A'), '1 2| 3 4')
  assert.equal(rowsOf(map)[0]?.seats[0]?.accessible, true)
  assert.deepEqual(
    map.areas.map(({ name, capacity, x, y }) => [name, capacity, x, y]),
    [['Rang', 120, 10, 60]],
  )
  assert.deepEqual(
    map.categories.map(({ name, priceMinor }) => [name, priceMinor]),
    [
      ['I', 2000],
      ['II', 950],
    ],
  )
  assert.equal(columns['accessible'], 'data-wheelchair')
  assert.deepEqual(notes, [{ where: 'file', reason: 'read as svg' }])
})

test('seats stand where all transforms around them put them', () => {
  const seats = circle('data-row="A" data-seat="1"', 0) + circle('data-row="A" data-seat="2"', 10)
  const at = (before: string, after = '</g>') => placed(svg(before, seats, after))
  const from = (...points: [number, number][]) => points.map(([x, y], it) => [`${it + 1}`, x, y])
  assert.deepEqual(at('<g transform="translate(5 7)">'), from([5, 7], [15, 7]))
  assert.deepEqual(at('<g transform="rotate(90)">'), from([0, 0], [0, 10]))
  assert.deepEqual(at('<g transform="rotate(90 5 0)">'), from([5, -5], [5, 5]))
  assert.deepEqual(at('<g transform="scale(2,3) translate(1,1)">'), from([2, 3], [22, 3]))
  assert.deepEqual(at('<g transform="matrix(1 0 0 1 4 4)">'), from([4, 4], [14, 4]))
  assert.deepEqual(at('<g transform="skewY(45)">'), from([0, 0], [10, 10]))
  assert.deepEqual(at('<g style="transform: translate(5px, 7px)">'), from([5, 7], [15, 7]))
  const inner = '<svg x="10" y="10" width="50" height="100" viewBox="0 0 10 10">'
  assert.deepEqual(at(inner, '</svg>'), from([10, 35], [60, 35]))
  const outer = '<g transform="translate(100)"><g transform="scale(2)">'
  assert.deepEqual(at(outer, '</g></g>'), from([100, 0], [120, 0]))
})

test('a seat may be a group, or the use of a drawing that is defined elsewhere', () => {
  const file = svg(
    '<defs><symbol id="chair"><rect x="-2" y="-2" width="4" height="4"/></symbol></defs>',
    '<use href="#chair" x="10" y="10" data-row="A" data-seat="1"/>',
    '<g data-row="A" data-seat="2"><circle cx="20" cy="10" r="3"/><text x="40" y="40">2</text></g>',
    '<circle data-row="A" data-seat="9" display="none" r="1"/>',
    '<circle data-row="A" r="1"/>',
  )
  assert.deepEqual(placed(file), [
    ['1', 10, 10],
    ['2', 20, 10],
  ])
  assert.deepEqual(
    readFile(file).skipped.map(({ reason }) => reason),
    ['is not shown in the drawing', 'has a row and no seat'],
  )
})

test('ids, titles and groups may say it instead; class or fill are categories then', () => {
  const grouped = svg(
    '<g id="Section_A">',
    `<g id="row-1">${circle('id="seat-1" class="seat cheap"', 0)}`,
    circle('id="seat-2" class="seat cheap available"', 10),
    `${circle('id="seat-3" class="seat dear"', 20)}</g>`,
    `<g id="row-2">${circle('id="seat-1" class="seat dear"', 0, 10)}</g></g>`,
  )
  const byGroup = readFile(grouped)
  assert.deepEqual(byGroup.columns, {
    category: 'class',
    id: 'seat-{seat} | Section_{section} | row-{row}',
  })
  assert.equal(rowNamed(byGroup.map, 'A', '1'), '1 2 3')
  assert.deepEqual(
    byGroup.map.categories.map(({ name }) => name),
    ['cheap', 'dear'],
  )
  const seat = (row: string, number: number, fill: string) =>
    `<circle fill="${fill}" cx="${number * 10}" cy="${row === 'A' ? 0 : 10}" r="3">` +
    `<title>Row ${row}, Seat ${number}</title></circle>`
  const titled = svg(seat('A', 1, '#ff0000'), seat('A', 2, '#ff0000'), seat('B', 1, '#00ff00'))
  const byTitle = readFile(titled)
  assert.deepEqual(byTitle.columns, { category: 'fill', id: 'title=Row {row}, Seat {seat}' })
  assert.deepEqual(
    byTitle.map.categories.map(({ name, color }) => [name, color]),
    [
      ['#ff0000', '#ff0000'],
      ['#00ff00', '#00ff00'],
    ],
  )
  const bare = svg(circle('id="A1"', 0), circle('id="A2"', 9), circle('id="_x42_1"', 0, 9))
  const short = readFile(`${bare.slice(0, -6)}<rect id="rect12" width="5" height="5"/></svg>`)
  assert.deepEqual(short.columns, { id: '{row}{seat}' })
  assert.deepEqual(rowsOf(short.map).map(labelsOf), ['1 2', '1'])
})

test('seats of a horseshoe that the file lists in any order sit beside their neighbours', () => {
  const places = Array.from({ length: 16 }, (_, at) => (at * 7) % 16)
  const seats = places.map((at) => {
    const angle = ((at * 17 - 40) * Math.PI) / 180
    const [x, y] = [-100 * Math.cos(angle), 100 * Math.sin(angle)]
    return circle(`data-row="A" data-seat="${at + 1}"`, x, y)
  })
  const [row] = rowsOf(readFile(svg(...seats)).map)
  assert.equal(row && labelsOf(row), '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16')
})

test('an explicit pattern or attribute wins, and one that nothing has is a problem', () => {
  const file = svg(circle('id="Left-K-9" data-no="1"', 0), circle('id="Left-K-8" data-no="2"', 9))
  const columns = { id: '{section}-{row}-{seat}' }
  assert.equal(rowNamed(readFile(file, { columns }).map, 'Left', 'K'), '9 8')
  assert.match(reasons(file, { seat: 'data-number' })[0] ?? '', /no element has "data-number"/)
  assert.match(reasons(file, { id: 'seat' })[0] ?? '', /is no pattern such as/)
  assert.match(reasons(file, { colour: 'fill' })[0] ?? '', /no field of ours is called "colour"/)
})

test('a drawing that is broken, hostile or of something else is refused with its line', () => {
  const one = circle('data-row="A" data-seat="1"', 0)
  assert.deepEqual(reasons('<html><svg/></html>'), ['line 1: is XML of "html", not SVG'])
  assert.deepEqual(reasons('plain text'), ['file: has no element svg: it is no SVG'])
  assert.deepEqual(reasons(svg(one).slice(0, -6)), [
    'file: ends before its svg does: it is cut off',
  ])
  assert.match(reasons(svg('<rect/>'))[0] ?? '', /^file: no seats were found/)
  const bomb = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
  assert.match(reasons(bomb + svg(one))[0] ?? '', /entities of other entities or files/)
  const outside = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
  assert.match(reasons(outside + svg(one))[0] ?? '', /entities of other entities or files/)
  const deep = '<g>'.repeat(1_000_000)
  assert.deepEqual(reasons(svg(one, deep)), ['line 2: groups are nested more than 200 deep'])
  const wide = '<g/>'.repeat(1_000_001)
  assert.match(reasons(svg(one, wide))[0] ?? '', /^line 2: more than 1000000 elements/)
  const nowhere = '<g data-row="A" data-seat="2"/>'
  assert.deepEqual(reasons(svg(one, nowhere)), [
    'line 2: draws nothing: where it is cannot be told',
  ])
  const far = `<g transform="scale(1e300)">${circle('data-row="A" data-seat="2"', 1e10)}</g>`
  assert.match(reasons(svg(one, far))[0] ?? '', /a coordinate is at most/)
})

test('drawings that use themselves or each other end', () => {
  const seat = '<use href="#a" data-row="A" data-seat="1"/>'
  const loop = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'
  assert.equal(countsOf(readFile(svg(seat, loop)).map)[0], 1)
  const chain = Array.from({ length: 50_000 }, (_, at) => `<use id="u${at}" href="#u${at + 1}"/>`)
  const first = '<use href="#u0" data-row="A" data-seat="1"/>'
  assert.equal(countsOf(readFile(svg(first, ...chain)).map)[0], 1)
})
