import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { PaymentService } from '@usher/contracts'
import { type Clock, systemClock } from '@usher/kernel'
import { untilWithin } from '@usher/testing'
import { Peers, readPeerAddresses } from './peers.ts'
import type { ServiceProcess, Settings } from './service-process.fixture.ts'
import { startTiny } from './tiny-process.fixture.ts'

const CALLERS = 8
/** So often each instance is replaced: a lost call is a matter of luck. */
const ROUNDS = 2
/** Whatever takes so long has failed. */
const PATIENCE_MS = 60_000

test('instances restarted one after the other under load fail no call', async (t) => {
  const running = [await startNamed('first'), await startNamed('second')]
  t.after(() => Promise.all(running.map((tiny) => tiny.kill())))
  const addresses = running.map(({ main }) => main).join(', ')
  const peers = peersAt(systemClock, addresses)
  t.after(() => peers.close())
  const load = startLoad(peers)
  await load.reaches('first')
  await load.reaches('second')
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, tiny] of running.entries()) {
      const name = `${index} of round ${round}`
      running[index] = await replace(tiny, name)
      // Where instances are replaced for real their time to drain is long enough for that.
      await load.reaches(name)
    }
  }
  const { answered, failures } = await load.stop()
  assert.deepEqual(failures, [], `${failures.length} of ${answered}`)
  assert.ok(answered > 100, `${answered} calls were answered`)
})

function startNamed(name: string, settings: Settings = {}): Promise<ServiceProcess> {
  const own = { USHER_TINY_NAME: name, USHER_DRAIN: '500ms', USHER_TINY_SLOW: '50ms' }
  return startTiny({ ...own, ...settings })
}

async function replace(tiny: ServiceProcess, name: string): Promise<ServiceProcess> {
  tiny.signal('SIGTERM')
  assert.equal((await tiny.ended).code, 0)
  return startNamed(name, { USHER_PORT: tiny.main.split(':').at(-1) ?? '' })
}

function peersAt(clock: Clock, payment: string): Peers {
  const addresses = readPeerAddresses({ USHER_PAYMENT_ADDRESS: payment })
  return new Peers(addresses, { clock, timeoutMs: PATIENCE_MS })
}

/** Callers that ask one thing after the other, some of it slow. */
function startLoad(peers: Peers) {
  const client = peers.client('payment', PaymentService)
  const failures: string[] = []
  const reached = new Set<string>()
  let answered = 0
  const load = { stopped: false }
  const call = async (caller: number): Promise<void> => {
    while (!load.stopped) {
      const paymentId = caller === 0 ? 'slow' : 'quick'
      try {
        const { payment } = await client.getPayment({ paymentId })
        reached.add(payment?.providerRef ?? '')
        answered++
      } catch (error) {
        failures.push(String(error))
      }
      await sleep(1)
    }
  }
  const callers = Array.from({ length: CALLERS }, (_, caller) => call(caller))
  return {
    reaches: (name: string) => untilWithin(PATIENCE_MS)(() => reached.has(name)),
    async stop() {
      load.stopped = true
      await Promise.all(callers)
      return { answered, failures }
    },
  }
}
