import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { create } from '@bufbuild/protobuf'
import type { WaitingLetter } from '@usher/bus'
import { EventSchema, EventStatus } from '@usher/contracts'
import { systemClock } from '@usher/kernel'
import { realServer, untilWithin } from '@usher/testing'
import { change, NOW_MS } from '../../documents.fixture.ts'
import type { DocumentChange } from '../../domain/event-document.ts'
import { eventChange } from '../../event-change.ts'
import { attributes, event } from '../../search.fixture.ts'
import { type BothIndices, openBothIndices } from './both-indices.fixture.ts'
import { documentsTopic } from './published-documents.ts'

const server = realServer('USHER_KAFKA_BROKERS')
const until = untilWithin(120_000, 100)
const PAUSE_MS = 2000
const MANY = 1000

describe('an index that a Kafka Connect worker writes', server.options, () => {
  let both: BothIndices
  before(async () => {
    both = await openBothIndices(server.address)
  })
  after(() => both.close())

  test('what comes while there is no index is left to the one that is made', async () => {
    await both.put([change(1)])
    await both.sendRaw('behind it', '{}', {})
    // The worker has passed by both when it has put the second aside.
    const ids = (await lettersOnce(both, 1)).map(({ id }) => id)
    await both.letters.dismiss({ topic: documentsTopic, ids })
    for (const index of [both.own, both.connected]) {
      await index.beginGeneration()
      await index.finishGeneration()
    }
    await both.settled()
    const { own, connected } = await both.contents()
    assert.doesNotMatch(connected, /"_id":"1"/)
    assert.equal(connected, own)
  })

  test('created, renamed, cancelled, drafted, late and repeated events leave the same index', async () => {
    const created = said(10, 'Tosca', 1)
    const renamed = said(10, 'Tosca, new cast', 2)
    const cancelled = said(11, 'Aida', 3, { status: EventStatus.CANCELLED })
    const drafted = said(12, 'Norma', 2, { status: EventStatus.DRAFT })
    const changes = [created, cancelled, said(12, 'Norma', 1), drafted, renamed]
    for (const each of [...changes, created, said(11, 'Aida', 2), renamed]) await both.put([each])
    await both.put([said(13, 'Often changed', 2_000_000), said(13, 'Before that', 1_999_999)])
    await both.settled()
    const { own, connected } = await both.contents()
    assert.match(connected, /Tosca, new cast.*CANCELLED.*"_id":"12".*Often changed/)
    assert.doesNotMatch(connected, /Before that/)
    assert.equal(connected, own)
  })

  test('what Elasticsearch refuses is put aside, and nothing else', async () => {
    const nowhere = change(21, { location: { latitude: 1000, longitude: 0 } })
    await assert.rejects(both.own.put([nowhere]), { code: 'document_refused' })
    await both.connected.put([change(20), nowhere, change(22)])
    await both.own.put([change(20), change(22)])
    await both.sendRaw('no version', '{}', {})
    await both.sendRaw('no json', '{"event_id":', { version: '1' })
    await both.sendRaw('x'.repeat(600), '{}', { version: '1' })
    await both.settled()
    const { own, connected } = await both.contents()
    assert.equal(connected, own)
    const letters = await lettersOnce(both, 4)
    const keys = new Set(letters.map(({ key }) => key))
    assert.deepEqual(keys, new Set(['21', 'no json', 'no version', 'x'.repeat(600)]))
    for (const { deadLetter } of letters) assert.equal(deadLetter.group, 'search-documents')
  })

  test('what was put aside comes to the worker again when it is put back', async () => {
    const letters = await lettersOnce(both, 4)
    const refused = letters.find(({ key }) => key === '21')
    assert.ok(refused)
    const others = letters.filter((letter) => letter !== refused)
    await both.letters.dismiss({ topic: documentsTopic, ids: others.map(({ id }) => id) })
    assert.deepEqual(await lettersOnce(both, 1), [refused])
    await both.letters.replay({ topic: documentsTopic, ids: [refused.id] })
    // Elasticsearch likes it no better now.
    const [again] = await lettersOnce(both, 1)
    assert.ok(again)
    const { id, time, ...asBefore } = again
    assert.deepEqual(refused, { ...asBefore, id: refused.id, time: refused.time })
    assert.notEqual(id, refused.id)
    assert.ok(Date.parse(time) >= Date.parse(refused.time))
  })

  test('an index that is made anew has what changed meanwhile', async () => {
    for (const index of [both.own, both.connected]) await index.beginGeneration()
    await both.put([change(30, { name: 'Changed meanwhile' }, 9n)])
    await both.settled()
    for (const index of [both.own, both.connected]) {
      await index.fillGeneration([change(30, { name: 'As it was' }, 8n), change(31)])
      await index.finishGeneration()
    }
    await both.put([change(32)])
    await both.settled()
    const { own, connected } = await both.contents()
    assert.match(connected, /"_id":"30".*Changed meanwhile.*"_id":"32"/)
    assert.equal(connected, own)
  })

  test('what is published while Elasticsearch is paused, or killed, is written afterwards', async () => {
    const [paused, away] = [manyChanges(2000), manyChanges(3000)]
    await both.elasticsearch.pause()
    await both.connected.put(paused)
    await systemClock.sleep(PAUSE_MS)
    await both.elasticsearch.resume()
    await both.elasticsearch.kill()
    await both.connected.put(away)
    await both.elasticsearch.start()
    await both.own.put([...paused, ...away])
    await both.settled()
    const { own, connected } = await both.contents()
    assert.equal(connected, own)
  })

  test('a worker that is killed amid its work is continued by the next', async () => {
    const killed = new AbortController()
    const kill = both.worker.kill().finally(() => killed.abort())
    for (let round = 1; !killed.signal.aborted; round++) {
      await both.put([change(4000 + (round % 100), { name: `Round ${round}` }, BigInt(round))])
    }
    await kill
    await both.put(manyChanges(5000))
    await both.worker.start()
    await both.settled()
    const { own, connected } = await both.contents()
    assert.equal(connected, own)
  })
})

/**
 * The letters once they are of so many records: the worker tells of what it puts aside a moment
 * after it has gone on, and again when it lost its membership in between.
 */
async function lettersOnce(both: BothIndices, count: number): Promise<readonly WaitingLetter[]> {
  let letters: readonly WaitingLetter[] = []
  await until(async () => {
    letters = await both.letters.list({ topic: documentsTopic })
    return new Set(letters.map(({ key }) => key)).size === count
  })
  return letters
}

function said(eventId: number, name: string, version: number, parts: object = {}): DocumentChange {
  const message = create(EventSchema, event(eventId, name, { version, ...parts }))
  const found = eventChange(message, attributes(NOW_MS + version))
  assert.ok(found)
  return found.change
}

function manyChanges(from: number): DocumentChange[] {
  return Array.from({ length: MANY }, (_, i) => change(from + i, { name: `Event ${from + i}` }))
}
