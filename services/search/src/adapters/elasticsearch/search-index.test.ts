import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { errors } from '@elastic/elasticsearch'
import { systemClock, systemRandom } from '@usher/kernel'
import { openElasticsearch } from '@usher/stores/elasticsearch/open-elasticsearch'
import { realServer } from '@usher/testing'
import { change, query } from '../../documents.fixture.ts'
import { relevanceContract } from '../../ports/relevance.contract.ts'
import { type OpenIndex, searchIndexContract } from '../../ports/search-index.contract.ts'
import { elasticsearchSearchIndex } from './search-index.ts'

const server = realServer('USHER_ELASTICSEARCH_URL')
const NEVER = Number.POSITIVE_INFINITY
let aliases = 0

async function open(): Promise<OpenIndex> {
  aliases++
  return openAt(`test-${process.pid}-${aliases}`, 0)
}

function openAt(alias: string, stalledMs: number): OpenIndex {
  const client = openElasticsearch({ url: server.address, timeoutMs: 30_000 })
  const needs = { client, clock: systemClock, random: systemRandom, findableAtOnce: true }
  const remove = async () => {
    const found = await client.indices.get({ index: `${alias}-*` })
    for (const index of Object.keys(found)) await client.indices.delete({ index })
  }
  return {
    index: elasticsearchSearchIndex({ ...needs, alias, stalledMs }),
    restart: async () => openAt(alias, stalledMs),
    damage: remove,
    close: async () => {
      await remove()
      await client.close()
    },
  }
}

searchIndexContract('elasticsearchSearchIndex', open, server.options)
relevanceContract('elasticsearchSearchIndex', open, server.options)

test(
  'while one process makes a generation no other begins one',
  server.options,
  async (context) => {
    aliases++
    const alias = `test-${process.pid}-${aliases}`
    const [one, other] = [openAt(alias, 60_000), openAt(alias, 60_000)]
    context.after(other.close)
    context.after(one.close)
    await one.index.beginGeneration()
    await one.index.fillGeneration([change(1)])
    assert.equal(await other.index.state(), 'missing')
    await assert.rejects(other.index.beginGeneration(), { code: 'index_building' })
    await other.index.put([change(2)])
    await one.index.finishGeneration()
    assert.equal(await other.index.state(), 'ready')
    assert.equal((await other.index.search(query(), NEVER)).total, 2)
  },
)

test(
  'a generation that was taken over never answers half full',
  server.options,
  async (context) => {
    aliases++
    const alias = `test-${process.pid}-${aliases}`
    const [slow, other] = [openAt(alias, 0), openAt(alias, 0)]
    context.after(other.close)
    context.after(slow.close)
    await slow.index.beginGeneration()
    await slow.index.fillGeneration([change(1)])
    await other.index.beginGeneration()
    await assert.rejects(slow.index.finishGeneration())
    await assert.rejects(other.index.search(query(), NEVER), { code: 'index_building' })
    await other.index.fillGeneration([change(1), change(2)])
    await other.index.finishGeneration()
    assert.equal((await slow.index.search(query(), NEVER)).total, 2)
  },
)

test('of two that begin at once one is refused', server.options, async (context) => {
  aliases++
  const alias = `test-${process.pid}-${aliases}`
  const both = [openAt(alias, 60_000), openAt(alias, 60_000)]
  for (const { close } of both) context.after(close)
  const begun = await Promise.allSettled(both.map(({ index }) => index.beginGeneration()))
  assert.deepEqual(begun.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const refused = begun.find((outcome) => outcome.status === 'rejected')
  assert.equal(refused?.reason.code, 'index_building')
  await Promise.all(both.map(({ index }) => index.put([change(1)])))
})

test(
  'a generation whose beginning was not answered is begun anew',
  server.options,
  async (context) => {
    aliases++
    const alias = `test-${process.pid}-${aliases}`
    context.after(openAt(alias, 0).close)
    const client = openElasticsearch({ url: server.address, timeoutMs: 30_000 })
    context.after(() => client.close())
    const { indices } = client
    const create = indices.create.bind(indices)
    Object.assign(indices, {
      async create(...given: Parameters<typeof create>) {
        Object.assign(indices, { create })
        await create(...given)
        throw new errors.TimeoutError('the answer was lost')
      },
    })
    const needs = { client, clock: systemClock, random: systemRandom, findableAtOnce: true }
    const index = elasticsearchSearchIndex({ ...needs, alias, stalledMs: 60_000 })
    await assert.rejects(index.beginGeneration(), { code: 'search_busy' })
    await index.beginGeneration()
    await index.fillGeneration([change(1)])
    await index.finishGeneration()
    assert.equal((await index.search(query(), NEVER)).total, 1)
  },
)

test(
  'a text of many words and long runs stays within what Elasticsearch takes',
  server.options,
  async (context) => {
    const opened = await open()
    context.after(opened.close)
    await opened.index.beginGeneration()
    await opened.index.fillGeneration([change(1, { name: '夜雨'.repeat(100) })])
    await opened.index.finishGeneration()
    const texts = ['夜雨'.repeat(100), 'beethoven '.repeat(20), '夜雨十年 '.repeat(40)]
    const totals: number[] = []
    for (const text of texts) totals.push((await opened.index.search(query({ text }), NEVER)).total)
    assert.deepEqual(totals, [1, 0, 0])
  },
)

test('a server that is slow is given up at the deadline, and one that is gone at once', async (context) => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  context.after(() => silent.close())
  await once(silent, 'listening')
  const slow = at(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`)
  const begunMs = systemClock.monotonicMs()
  const asked = slow.search(query({ text: 'jazz' }), begunMs + 200)
  await assert.rejects(asked, { kind: 'unavailable', code: 'search_busy' })
  // Without a deadline it would be a minute.
  assert.ok(systemClock.monotonicMs() - begunMs < 30_000)
  await assert.rejects(slow.suggest({ prefix: 'j', limit: 1, nowMs: 0 }, begunMs - 1), {
    code: 'search_busy',
  })
  const gone = at('http://127.0.0.1:1')
  await assert.rejects(gone.search(query(), NEVER), { kind: 'unavailable', code: 'search_failed' })
  await assert.rejects(gone.put([change(1)]), { kind: 'unavailable', code: 'search_failed' })
  silent.closeAllConnections()
})

function at(url: string) {
  const client = openElasticsearch({ url, timeoutMs: 60_000 })
  return elasticsearchSearchIndex({ client, clock: systemClock, random: systemRandom })
}
