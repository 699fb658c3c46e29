import { PaymentService } from '@usher/contracts'
import { type Clock, newId, type PaymentId, type Random } from '@usher/kernel'
import { localClient } from '@usher/rpc'
import { type MemoryDisk, memoryTables, reliableDisk } from '@usher/stores'
import { type ManualClock, manualClock, seededRandom } from '@usher/testing'
import { Sandbox } from './adapters/sandbox/sandbox.ts'
import { totalsOf } from './adapters/sandbox/sandbox-payment.ts'
import { tablesSandboxLedger } from './adapters/sandbox/tables-sandbox-ledger.ts'
import { SIGNATURE_HEADER, signWebhook } from './adapters/sandbox/webhook-signature.ts'
import { tablesPaymentStore } from './adapters/tables/payment-store.ts'
import { tablesWebhookInbox } from './adapters/tables/webhook-inbox.ts'
import { createPayment } from './payment.ts'
import type { PaymentProvider } from './ports/payment-provider.ts'

const SECRET = 'whsec_test'
export const config = { providerDeadlineMs: 8000, webhookKeepMs: 35 * 86_400_000 }

interface Options {
  readonly seed?: number
  /** Stands between the service and the sandbox. */
  readonly wrap?: (provider: PaymentProvider) => PaymentProvider
}

/** The service with the sandbox, over one disk and one clock that outlive crashes. */
export class PaymentUnderTest {
  readonly clock: ManualClock = manualClock()
  readonly disk = reliableDisk()
  readonly random: Random
  readonly deliveries: { applied: boolean; paymentId: string }[] = []
  /** Whether webhooks get through. */
  readonly network = { open: true }
  readonly #wrap: (provider: PaymentProvider) => PaymentProvider
  #life: { over: boolean } = { over: false }
  now: ReturnType<PaymentUnderTest['start']>

  constructor({ seed = 1, wrap = (provider) => provider }: Options = {}) {
    this.random = seededRandom(seed)
    this.#wrap = wrap
    this.now = this.start()
  }

  /** What is in memory is lost, with all that is under way; what is on the disk starts again. */
  crash(): void {
    this.#life.over = true
    this.#life = { over: false }
    this.now = this.start()
  }

  start() {
    const clock = mortalClock(this.clock, this.#life)
    const { random } = this
    const tables = memoryTables(mortalDisk(this.disk, this.#life))
    const ledger = tablesSandboxLedger(tables)
    const sender = { send: this.#receive.bind(this) }
    const challengeUrl = (id: string) => `http://shop.test/challenges/${id}`
    const sandboxConfig = { webhookSecrets: [SECRET], challengeUrl } as const
    const sandbox = new Sandbox({ ledger, sender, clock, random }, sandboxConfig)
    const payments = tablesPaymentStore(tables)
    const inbox = tablesWebhookInbox(tables)
    const providers = new Map([['sandbox', this.#wrap(sandbox)]])
    const server = createPayment({ payments, inbox, providers, clock, random }, config)
    return { ledger, sandbox, server, client: localClient(PaymentService, server.rpc) }
  }

  async #receive(rawBody: Uint8Array, headers: Readonly<Record<string, string>>): Promise<void> {
    if (!this.network.open) throw new Error('the network is down')
    const request = { provider: 'sandbox', rawBody, headers: { ...headers } }
    this.deliveries.push(await this.now.client.handleWebhook(request))
  }

  example(token = 'tok_success', amountMinor = 1000n) {
    return {
      paymentId: newId(this, 'payment'),
      bookingId: newId(this, 'booking'),
      provider: 'sandbox',
      token,
      amountMinor,
      currency: 'EUR',
    }
  }

  refundId() {
    return newId(this, 'refund')
  }

  async moved(paymentId: string) {
    const payment = await this.now.ledger.get(paymentId as PaymentId)
    if (!payment) return { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 }
    const { authorizedMinor, capturedMinor, refundedMinor } = totalsOf(payment, this.clock.nowMs())
    return { authorizedMinor, capturedMinor, refundedMinor }
  }

  /** A webhook as the sandbox would send it now. */
  webhook(paymentId: string, deliveryId: string) {
    const message = { id: deliveryId, type: 'payment.updated', payment_id: paymentId }
    const rawBody = new TextEncoder().encode(JSON.stringify(message))
    const headers = { [SIGNATURE_HEADER]: signWebhook(rawBody, SECRET, this.clock.nowMs()) }
    return { provider: 'sandbox', rawBody, headers }
  }

  async status(paymentId: string, refresh = false) {
    const { payment } = await this.now.client.getPayment({ paymentId, refresh })
    return payment?.status
  }
}

export function openPaymentService(options: Options = {}): PaymentUnderTest {
  return new PaymentUnderTest(options)
}

/** The timers of a process end with it. */
function mortalClock(clock: Clock, life: { over: boolean }): Clock {
  const whileAlive = (task: () => void) => () => (life.over ? undefined : task())
  const schedule: Clock['schedule'] = (delayMs, task) => clock.schedule(delayMs, whileAlive(task))
  return {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    schedule,
    sleep: (delayMs) => new Promise((resolve) => schedule(delayMs, resolve)),
  }
}

/** A process that is over writes nothing, and nothing answers it. */
function mortalDisk(disk: MemoryDisk, life: { over: boolean }): MemoryDisk {
  return {
    durable: disk.durable,
    append: (changes) => (life.over ? new Promise(() => undefined) : disk.append(changes)),
  }
}
