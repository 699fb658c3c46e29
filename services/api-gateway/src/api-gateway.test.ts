import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { prometheusMetrics } from '@usher/telemetry'
import { openGateway } from './testing/open-gateway.fixture.ts'
import { fakeBooking } from './testing/fake-booking.ts'

test('health, readiness, metrics, the description and its page are served', async () => {
  let ready = false
  const { gateway, call } = openGateway({
    ports: { readiness: () => ready, metrics: prometheusMetrics() },
  })
  assert.equal((await call({ url: '/ready' })).statusCode, 503)
  ready = true
  for (const url of ['/health', '/ready', '/metrics', '/openapi.json', '/docs/']) {
    assert.equal((await call({ url })).statusCode, 200, url)
  }
  assert.match((await call({ url: '/metrics' })).body, /http_request_duration_seconds/)
  await gateway.close()
})

test('a path is 404 or, for a wrong method, 405', async () => {
  const { gateway, call } = openGateway()
  assert.equal((await call({ url: '/v2/events' })).json().code, 'no_such_route')
  const wrong = await call({ method: 'DELETE', url: '/v1/events' })
  assert.deepEqual([wrong.statusCode, wrong.headers['allow']], [405, 'GET, HEAD, POST'])
  await gateway.close()
})

test('the sandbox is not there when it does not run', async () => {
  const { gateway, call } = openGateway({ ports: { sandbox: undefined as never } })
  const answer = await call({
    method: 'POST',
    url: '/v1/sandbox/challenges/x',
    body: { outcome: 'approve' },
  })
  assert.equal(answer.statusCode, 404)
  await gateway.close()
})

test('an end waits for the answers that are under way', async () => {
  const booking = fakeBooking({ created: [], cancelled: [], settled: [] })
  const begun = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const listBookings: typeof booking.listBookings = async (query) => {
    begun.resolve()
    await finish.promise
    return booking.listBookings(query)
  }
  const { gateway } = openGateway({ ports: { booking: { ...booking, listBookings } } })
  const url = await gateway.listen({ port: 0, host: '127.0.0.1' })
  const answer = get(`${url}/v1/bookings`)
  await begun.promise
  const closed = gateway.close()
  finish.resolve()
  assert.equal(await answer, 200)
  await closed
  await assert.rejects(get(`${url}/health`))
})

test('a process that was told to end is not ready', async () => {
  const { gateway, call } = openGateway()
  const closed = gateway.close()
  const answer = await call({ url: '/ready' }).catch(() => undefined)
  assert.notEqual(answer?.statusCode, 200)
  await closed
})

function get(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer token-buyer', connection: 'close' }
    const sent = request(url, { headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode))
    })
    sent.on('error', reject)
    sent.end()
  })
}
