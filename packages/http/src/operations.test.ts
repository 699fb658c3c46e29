import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Type } from '@fastify/type-provider-typebox'
import { systemClock } from '@usher/kernel'
import { prometheusMetrics, silentLogger } from '@usher/telemetry'
import { addDocsPage } from './docs-page.ts'
import { httpServer } from './http-server.ts'
import { addOpenApi } from './openapi.ts'
import { addOperations } from './operations.ts'
import { measureRequests } from './request-metrics.ts'

const clock = systemClock
const metrics = prometheusMetrics()
let ready = false
const app = httpServer({ logger: silentLogger, clock, requestIdPrefix: '' })
measureRequests(app, metrics)
addOpenApi(app, {
  title: 'Example',
  version: '1.0.0',
  description: 'For a test',
  tags: [{ name: 'things', description: 'Things' }],
})
addOperations(app, { ready: () => ready, metrics })
addDocsPage(app)
app.after(() => {
  const response = { 200: Type.Object({ name: Type.String() }) }
  app.get('/things/:name', { schema: { tags: ['things'], response } }, async () => ({ name: 'x' }))
})
after(() => app.close())

test('health needs nothing, readiness says what it is told', async () => {
  assert.deepEqual((await app.inject('/health')).json(), { status: 'ok' })
  assert.deepEqual((await app.inject('/ready')).json().code, 'not_ready')
  ready = true
  assert.deepEqual((await app.inject('/ready')).json(), { status: 'ready' })
})

test('work that waits for something is told beside readiness', async (t) => {
  let heldBack = true
  const app = httpServer({ logger: silentLogger, clock, requestIdPrefix: '' })
  t.after(() => app.close())
  addOperations(app, { ready: () => true, heldBack: () => heldBack })
  const answer = async () => (await app.inject('/ready')).json()
  assert.deepEqual(await answer(), { status: 'ready', held_back: true })
  heldBack = false
  assert.deepEqual(await answer(), { status: 'ready', held_back: false })
})

test('requests are measured by route, not by path', async () => {
  await app.inject('/things/a')
  await app.inject('/things/b')
  const { body, headers } = await app.inject('/metrics')
  assert.match(String(headers['content-type']), /^text\/plain/)
  assert.match(
    body,
    /http_request_duration_seconds_count\{route="\/things\/:name",method="GET",status="200"\} 2/,
  )
})

test('the interface describes itself as OpenAPI 3.1', async () => {
  const document = (await app.inject('/openapi.json')).json()
  assert.equal(document.openapi, '3.1.0')
  assert.deepEqual(Object.keys(document.paths), ['/things/{name}'])
})

test('the page for people loads nothing from elsewhere', async () => {
  const page = await app.inject('/docs/')
  assert.equal(page.statusCode, 200)
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
  assert.doesNotMatch(page.body, /(?:src|href)="https?:/)
  const script = await app.inject('/docs/js/scalar.js')
  assert.equal(script.statusCode, 200)
  assert.match(String(script.headers['content-type']), /javascript/)
  assert.equal((await app.inject('/docs')).headers['location'], '/docs/')
})
