import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createConnection } from 'node:net'
import { PassThrough } from 'node:stream'
import { after, test } from 'node:test'
import { Type } from '@fastify/type-provider-typebox'
import { DomainError } from '@usher/kernel'
import { createLogger, silentLogger } from '@usher/telemetry'
import { manualClock } from '@usher/testing'
import { httpServer } from './http-server.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

const Body = Type.Object(
  { name: Type.String({ minLength: 1 }), seats: Type.Optional(Type.Array(Type.Integer())) },
  { additionalProperties: false },
)
const Query = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false },
)

const clock = manualClock()
const lines: string[] = []
const logger = createLogger({
  level: 'error',
  name: 'test',
  destination: { write: (line) => lines.push(line) },
})

let finishSlow = () => {}
const file = new PassThrough()

function exampleServer() {
  const app = httpServer({
    logger,
    clock,
    requestIdPrefix: 'test',
    corsOrigins: ['https://shop.example'],
  })
  const closeRoutes = methodNotAllowed(app)
  app.post('/things', { schema: { body: Body } }, async (request) => request.body)
  app.get('/things/:name', { schema: { querystring: Query } }, async (request) => ({
    ...request.query,
    ip: request.ip,
  }))
  app.get('/broken', () => Promise.reject(new Error('the password is hunter2')))
  app.get('/busy', () =>
    Promise.reject(
      new DomainError('unavailable', 'storage_failed', 'later', { retry_after_seconds: 7 }),
    ),
  )
  app.get('/secret', () =>
    Promise.reject(new DomainError('unauthenticated', 'credential_required', 'who are you')),
  )
  app.get('/slow', () => new Promise((resolve) => (finishSlow = () => resolve({ late: true }))))
  app.get('/file', (_request, reply) => reply.send(file))
  closeRoutes()
  return app
}

const app = exampleServer()
after(() => app.close())

const json = { 'content-type': 'application/json' }
const post = (payload: string | Buffer, headers: Record<string, string> = json) =>
  app.inject({ method: 'POST', url: '/things', payload, headers })

test('a body that fits is taken as it is', async () => {
  const answer = await post('{"name":"a \\u00e9","seats":[1]}')
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(answer.json(), { name: 'a é', seats: [1] })
  assert.match(String(answer.headers['x-request-id']), /^req_test/)
})

const refusals: [title: string, body: string | Buffer, status: number, code: string][] = [
  ['an unknown field', '{"name":"a","colour":1}', 400, 'invalid_request'],
  ['a wrong type', '{"name":1}', 400, 'invalid_request'],
  ['a number in text', '{"name":"a","seats":["1"]}', 400, 'invalid_request'],
  ['an array', '[]', 400, 'invalid_request'],
  ['no body', '', 400, 'invalid_request'],
  ['null', 'null', 400, 'invalid_request'],
  ['broken JSON', '{"name":', 400, 'malformed_json'],
  ['a number that is none', '{"name":NaN}', 400, 'malformed_json'],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'invalid_utf8'],
  ['half a surrogate pair', '{"name":"\\ud800"}', 400, 'invalid_utf8'],
  ['a name written twice', '{"name":"a","name":"b"}', 400, 'duplicate_member'],
  ['a poisoned prototype', '{"name":"a","__proto__":{"x":1}}', 400, 'forbidden_member'],
  ['an escaped poisoned prototype', '{"\\u005f_proto__":{"x":1}}', 400, 'forbidden_member'],
  ['a poisoned constructor', '{"constructor":{"prototype":{}}}', 400, 'forbidden_member'],
  ['a tower of brackets', `${'['.repeat(60)}${']'.repeat(60)}`, 400, 'nested_too_deeply'],
  ['a large body', `{"name":"${'x'.repeat(70_000)}"}`, 413, 'body_too_large'],
]
for (const [title, body, status, code] of refusals) {
  test(`${title} is refused with ${status} ${code}`, async () => {
    const answer = await post(body)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    const { code: found, status: inBody, type, title: words, request_id } = answer.json()
    assert.deepEqual([answer.statusCode, inBody, found], [status, status, code])
    assert.equal(type, `urn:usher:problem:${code}`)
    assert.ok(words && request_id)
  })
}

test('a fault is named with its place', async () => {
  const { errors } = (await post('{"colour":1,"seats":[1,"b"]}')).json()
  assert.deepEqual(errors, [
    { in: 'body', pointer: '#/name', detail: 'is required' },
    { in: 'body', pointer: '#/colour', detail: 'is not a field of this request' },
    { in: 'body', pointer: '#/seats/1', detail: 'must be integer' },
  ])
})

test('a query is read as numbers, and its faults are named', async () => {
  assert.equal((await app.inject('/things/a?limit=5')).json().limit, 5)
  const answer = await app.inject('/things/a?limit=-1')
  assert.equal(answer.statusCode, 400)
  assert.deepEqual(answer.json().errors, [
    { in: 'query', pointer: '#/limit', detail: 'must be >= 1' },
  ])
})

test('another content type is refused with 415', async () => {
  const answer = await post('<name/>', { 'content-type': 'text/xml' })
  assert.deepEqual([answer.statusCode, answer.json().code], [415, 'unsupported_media_type'])
})

test('a path without routes is 404, a wrong method 405 with what is allowed', async () => {
  const missing = await app.inject('/nothing?x=1')
  assert.deepEqual([missing.statusCode, missing.json().code], [404, 'no_such_route'])
  const wrong = await app.inject({ method: 'DELETE', url: '/things/a' })
  assert.deepEqual([wrong.statusCode, wrong.json().code], [405, 'method_not_allowed'])
  assert.equal(wrong.headers['allow'], 'GET, HEAD')
})

test('a path that is no UTF-8 is 400', async () => {
  for (const url of ['/things/%ff', '/things/%', '/%c3%28']) {
    const answer = await app.inject(url)
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'malformed_path'], url)
  }
})

test('a bug is answered with a fixed text and logged with its cause', async () => {
  const answer = await app.inject('/broken')
  assert.deepEqual([answer.statusCode, answer.json().code], [500, 'internal_error'])
  assert.doesNotMatch(answer.body, /hunter2/)
  assert.match(lines.join(), /the password is hunter2/)
})

test('unavailable says when to come again, unauthenticated how to introduce oneself', async () => {
  const busy = await app.inject('/busy')
  assert.deepEqual([busy.statusCode, busy.headers['retry-after']], [503, '7'])
  const secret = await app.inject('/secret')
  assert.deepEqual(
    [secret.statusCode, secret.headers['www-authenticate']],
    [401, 'Bearer realm="usher"'],
  )
})

test('whoever has waited too long is told so; what comes later goes nowhere', async () => {
  const slow = app.inject('/slow')
  await new Promise(setImmediate)
  await clock.advance(29_000)
  await clock.advance(2000)
  const answer = await slow
  assert.deepEqual([answer.statusCode, answer.json().code], [503, 'deadline_exceeded'])
  finishSlow()
  assert.equal((await app.inject('/things/a')).statusCode, 200)
})

test('a file that is being sent may take longer', async () => {
  const slow = app.inject('/file')
  file.write('first ')
  await new Promise(setImmediate)
  await clock.advance(60_000)
  file.end('last')
  const answer = await slow
  assert.deepEqual([answer.statusCode, answer.body], [200, 'first last'])
})

test('every answer has the security headers, and no forwarded address is believed', async () => {
  const answer = await app.inject({ url: '/things/a', headers: { 'x-forwarded-for': '1.2.3.4' } })
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  assert.equal(answer.json().ip, '127.0.0.1')
})

test('a forwarded address is believed when the proxy in front is trusted', async () => {
  const behindProxy = httpServer({
    logger: silentLogger,
    clock,
    requestIdPrefix: '',
    trustProxy: 1,
  })
  behindProxy.get('/', async (request) => request.ip)
  const headers = { 'x-forwarded-for': '9.9.9.9, 1.2.3.4' }
  assert.equal((await behindProxy.inject({ url: '/', headers })).body, '1.2.3.4')
  await behindProxy.close()
})

test('pages of a configured origin may call, others may not', async () => {
  const from = async (origin: string) => {
    const answer = await app.inject({ url: '/things/a', headers: { origin } })
    return answer.headers['access-control-allow-origin']
  }
  assert.equal(await from('https://shop.example'), 'https://shop.example')
  assert.equal(await from('https://evil.example'), undefined)
})

test('garbage is answered', async () => {
  const port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
  assert.match(
    await exchange(port, 'BREW pot-0 HTCPCP/1.0\r\n\r\n'),
    /^HTTP\/1\.1 400 .*"malformed_request"/s,
  )
})

test('a 100 MB body is refused before it is sent, and whoever sends it all hears why', async () => {
  const { port } = app.server.address() as AddressInfo
  const head = 'POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
  socket.write(`${head}content-length: ${HUGE_BYTES}\r\n\r\n`)
  const [early] = (await once(socket, 'data')) as [Buffer]
  assert.match(early.toString(), /^HTTP\/1\.1 413 /)
  await new Promise((resolve) => socket.write(Buffer.alloc(HUGE_BYTES, 0x20), resolve))
  // The connection is as good as before.
  socket.write('GET /things/a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  const [next] = (await once(socket, 'data')) as [Buffer]
  assert.match(next.toString(), /^HTTP\/1\.1 200 /)
})

const HUGE_BYTES = 100 * 1024 * 1024

/** Sends `text` and answers with all that comes until the server hangs up. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(text))
    socket.on('data', (chunk) => (received += String(chunk)))
    socket.on('close', () => resolve(received))
    socket.on('error', reject)
  })
}
