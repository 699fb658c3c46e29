import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '@usher/kernel'
import type { CallOptions } from '@usher/rpc'
import { prometheusMetrics } from '@usher/telemetry'
import { manualClock, seededRandom } from '@usher/testing'
import { retryingClients } from './retrying-clients.ts'
import type { ServiceClients } from './routes/gateway-context.ts'

const names = [
  'auth',
  'events',
  'inventory',
  'booking',
  'payment',
  'tickets',
  'search',
  'notification',
] as const
const gone = () => new DomainError('unavailable', 'service_unavailable', 'nobody answers')

/** Every service fails as it is told, and then answers. */
function open(failures: readonly Error[]) {
  const clock = manualClock()
  const metrics = prometheusMetrics()
  const left = [...failures]
  const calls: number[] = []
  const answer = async () => {
    calls.push(clock.monotonicMs())
    const failure = left.shift()
    if (failure) throw failure
    return { answered: true }
  }
  const methods = { getEvent: answer, reserveSeats: answer, login: answer, getCounts: answer }
  const clients = Object.fromEntries(names.map((name) => [name, methods]))
  const random = seededRandom(1)
  const retrying = retryingClients({ clock, random, metrics }, clients as never)
  return { clock, metrics, calls, clients: retrying }
}

/** Lets time go by until the call has ended, and says how. */
async function outcomeOf(
  opened: ReturnType<typeof open>,
  call: (clients: ServiceClients) => Promise<unknown>,
): Promise<string> {
  const end = { outcome: '' }
  void call(opened.clients).then(
    () => (end.outcome = 'answered'),
    (error: DomainError) => (end.outcome = error.code),
  )
  for (let i = 0; end.outcome === '' && i < 100; i++) await opened.clock.advance(50)
  return end.outcome
}

test('a read that finds no service is made again, twice at most, after a while', async () => {
  const twice = open([gone(), gone()])
  assert.equal(await outcomeOf(twice, ({ events }) => events.getEvent({})), 'answered')
  assert.equal(twice.calls.length, 3)
  const thrice = open([gone(), gone(), gone()])
  assert.equal(await outcomeOf(thrice, ({ events }) => events.getEvent({})), 'service_unavailable')
  assert.equal(thrice.calls.length, 3)
  const scrape = await thrice.metrics.scrape()
  assert.match(scrape, /service_call_repeats_total\{service="events",result="repeated"\} 2/)
})

test('what changes something is made again only under the name of its operation', async () => {
  const named = open([gone()])
  const reserve = ({ inventory }: ServiceClients) => inventory.reserveSeats({ operationId: 'op_1' })
  assert.equal(await outcomeOf(named, reserve), 'answered')
  const unnamed = open([gone()])
  const nameless = ({ inventory }: ServiceClients) => inventory.reserveSeats({ operationId: '' })
  assert.equal(await outcomeOf(unnamed, nameless), 'service_unavailable')
  const login = open([gone()])
  assert.equal(await outcomeOf(login, ({ auth }) => auth.login({})), 'service_unavailable')
  assert.deepEqual(
    [named.calls, unnamed.calls, login.calls].map((each) => each.length),
    [2, 1, 1],
  )
})

test('what a service has answered stands, and a late call is not made later still', async () => {
  for (const code of ['seat_unavailable', 'deadline_exceeded']) {
    const opened = open([new DomainError('unavailable', code, 'no')])
    assert.equal(await outcomeOf(opened, ({ events }) => events.getEvent({})), code)
    assert.equal(opened.calls.length, 1)
  }
  const bug = open([new TypeError('bug')])
  await assert.rejects(bug.clients.events.getEvent({}), /bug/)
})

test('nothing is made again when its answer would come after the deadline', async () => {
  const opened = open([gone()])
  const options: CallOptions = { deadlineMs: opened.clock.monotonicMs() }
  const call = ({ events }: ServiceClients) => events.getEvent({}, options)
  assert.equal(await outcomeOf(opened, call), 'service_unavailable')
  assert.equal(opened.calls.length, 1)
})

test('when nobody answers, a tenth of the calls is made again, and others keep their share', async () => {
  const opened = open(Array.from({ length: 5000 }, gone))
  for (let i = 0; i < 500; i++) {
    await outcomeOf(opened, ({ events }) => events.getEvent({}))
  }
  const repeats = opened.calls.length - 500
  assert.ok(repeats >= 50 && repeats <= 60, `${repeats} repeats`)
  const before = opened.calls.length
  await outcomeOf(opened, ({ inventory }) => inventory.getCounts({}))
  assert.equal(opened.calls.length - before, 3)
  const scrape = await opened.metrics.scrape()
  assert.match(scrape, /service_call_repeats_total\{service="events",result="over_budget"\} \d+/)
})
