import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { runUsher } from './run-command.fixture.ts'

/** What the server answers, one after another; the last one again and again. */
let answers: readonly (readonly [status: number, body: object])[] = []
let asked: string[] = []
let server: Server
let url = ''

before(async () => {
  // A connection is never ended just when a command that stood still uses it again.
  server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    const [status, body] = answers[Math.min(asked.length, answers.length) - 1] ?? [500, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const running = { reindex_id: 'rx_1', status: 'RUNNING', messages: 12_000, events: 3, reason: null }

test('a running server makes the index anew, and is followed to the end', async () => {
  const done = { ...running, status: 'DONE', messages: 20_000, events: 5 }
  const { code, out, said } = await ask([202, running], [200, running], [200, done])
  assert.equal(code, 0, said)
  assert.deepEqual(JSON.parse(out), done)
  assert.match(said, /Read 12000 messages, found 3 events/)
  const call = '/v1/search/reindex Bearer t'
  assert.deepEqual(asked, [`POST ${call}`, `GET ${call}`, `GET ${call}`])
})

test('an index that could not be made ends with code 1 and the reason', async () => {
  const failed = { ...running, status: 'FAILED', reason: 'the disk is full' }
  const { code, out } = await ask([202, failed])
  assert.deepEqual([code, JSON.parse(out).reason], [1, 'the disk is full'])
})

test('who may not is told what the server says', async () => {
  const { code, said } = await ask([403, { code: 'forbidden', detail: 'for administrators' }])
  assert.equal(code, 1)
  assert.match(said, /for administrators \(forbidden\)/)
  assert.equal((await runUsher(['reindex', '--url', url])).code, 2)
  assert.equal((await runUsher(['reindex', '--data-dir', '/nowhere'])).code, 3)
})

function ask(...given: typeof answers) {
  answers = given
  asked = []
  return runUsher(['reindex', '--url', url, '--token', 't', '--json'])
}
