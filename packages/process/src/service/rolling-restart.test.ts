import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { PaymentService } from '@usher/contracts'
import { type Clock, systemClock } from '@usher/kernel'
import { Peers, readPeerAddresses } from './peers.ts'
import type { ServiceProcess, Settings } from './service-process.fixture.ts'
import { startTiny } from './tiny-process.fixture.ts'

const CALLERS = 8
const DRAIN_MS = 1500
/** So often each instance is replaced: a lost call is a matter of luck. */
const ROUNDS = 2

test('instances restarted one after the other under load fail no call', async (t) => {
  const settings = { USHER_DRAIN: `${DRAIN_MS}ms`, USHER_TINY_SLOW: '50ms' }
  const running = [await startTiny(settings), await startTiny(settings)]
  t.after(() => Promise.all(running.map((tiny) => tiny.kill())))
  const addresses = running.map(({ main }) => main).join(', ')
  const peers = peersAt(systemClock, addresses)
  t.after(() => peers.close())
  const load = startLoad(peers)
  await sleep(200)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, tiny] of running.entries()) {
      running[index] = await replace(tiny, settings)
    }
  }
  const { answered, failures } = await load.stop()
  assert.deepEqual(failures, [], `${failures.length} of ${answered}`)
  assert.ok(answered > 100, `${answered} calls were answered`)
})

async function replace(tiny: ServiceProcess, settings: Settings): Promise<ServiceProcess> {
  tiny.signal('SIGTERM')
  assert.equal((await tiny.ended).code, 0)
  const port = tiny.main.split(':').at(-1) ?? ''
  return startTiny({ ...settings, USHER_PORT: port })
}

function peersAt(clock: Clock, payment: string): Peers {
  const addresses = readPeerAddresses({ USHER_PAYMENT_ADDRESS: payment })
  return new Peers(addresses, { clock, timeoutMs: 20_000 })
}

/** Callers that ask one thing after the other, some of it slow. */
function startLoad(peers: Peers) {
  const client = peers.client('payment', PaymentService)
  const failures: string[] = []
  let answered = 0
  const load = { stopped: false }
  const call = async (caller: number): Promise<void> => {
    while (!load.stopped) {
      const paymentId = caller === 0 ? 'slow' : 'quick'
      try {
        await client.getPayment({ paymentId })
        answered++
      } catch (error) {
        failures.push(String(error))
      }
      await sleep(1)
    }
  }
  const callers = Array.from({ length: CALLERS }, (_, caller) => call(caller))
  return {
    async stop() {
      load.stopped = true
      await Promise.all(callers)
      return { answered, failures }
    },
  }
}
