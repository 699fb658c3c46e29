import type { Clock, Random } from '@usher/kernel'
import type { SandboxDelivery, SandboxLedger } from './sandbox-ledger.ts'
import { PAYMENT_UPDATED } from './webhook-message.ts'
import type { WebhookSender } from './webhook-sender.ts'
import { SIGNATURE_HEADER, signWebhook } from './webhook-signature.ts'

export interface CourierPorts {
  readonly ledger: SandboxLedger
  readonly sender: WebhookSender
  readonly clock: Clock
  readonly random: Random
  /** Signs what is sent. */
  readonly secret: string
}

const BATCH = 100
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 3_600_000
/** As long as Stripe tries. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000

/**
 * Delivers webhooks at least once. A delivery waits in the ledger until it is due; it is sent until
 * it has arrived as often as its scenario wants, with growing pauses after failures, and given up
 * after three days.
 */
export class WebhookCourier {
  readonly #ports: CourierPorts
  #run: Promise<void> | undefined

  constructor(ports: CourierPorts) {
    this.#ports = ports
  }

  /**
   * Delivers in time what the ledger holds already. A crash forgets this, and the job finds the
   * delivery.
   */
  expect({ dueAtMs }: SandboxDelivery): void {
    const { clock } = this.#ports
    // A failure here is one of the ledger; the job meets it again and reports it.
    const deliver = () => void this.deliverDue().catch(() => undefined)
    clock.schedule(Math.max(0, dueAtMs - clock.nowMs()), deliver)
  }

  /**
   * Sends everything that is due. Callers share one run; a call during it is followed by another
   * look.
   */
  async deliverDue(): Promise<void> {
    await this.#run
    this.#run ??= this.#deliverAll().finally(() => (this.#run = undefined))
    await this.#run
  }

  async #deliverAll(): Promise<void> {
    const { ledger, clock } = this.#ports
    for (let count = BATCH; count === BATCH; ) {
      const due = await ledger.dueDeliveries({ nowMs: clock.nowMs(), limit: BATCH })
      await Promise.all(due.map((delivery) => this.#deliver(delivery)))
      count = due.length
    }
  }

  async #deliver(delivery: SandboxDelivery): Promise<void> {
    const { ledger } = this.#ports
    const next = (await this.#arrives(delivery))
      ? afterArrival(delivery)
      : this.#afterFailure(delivery)
    if (!next) return ledger.removeDelivery(delivery.deliveryId)
    const nowMs = this.#ports.clock.nowMs()
    const later = { ...next, dueAtMs: nowMs + this.#pauseMs(next) }
    await ledger.saveDelivery(later)
    this.expect(later)
  }

  async #arrives(delivery: SandboxDelivery): Promise<boolean> {
    const { sender, clock, secret } = this.#ports
    const body = bodyOf(delivery)
    const signature = signWebhook(body, secret, clock.nowMs())
    try {
      await sender.send(body, { [SIGNATURE_HEADER]: signature })
      return true
    } catch {
      // Whatever the receiver's trouble is, the answer is the same: send it again.
      return false
    }
  }

  #afterFailure(delivery: SandboxDelivery): SandboxDelivery | undefined {
    const ageMs = this.#ports.clock.nowMs() - delivery.createdAtMs
    return ageMs > GIVE_UP_AFTER_MS ? undefined : { ...delivery, failures: delivery.failures + 1 }
  }

  /**
   * Doubles with each failure; half of it is jitter, so that deliveries that failed together part
   * ways.
   */
  #pauseMs({ failures }: SandboxDelivery): number {
    const fullMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
    return Math.ceil((fullMs * (1 + this.#ports.random.fraction())) / 2)
  }
}

function afterArrival(delivery: SandboxDelivery): SandboxDelivery | undefined {
  const remaining = delivery.remaining - 1
  return remaining > 0 ? { ...delivery, remaining, failures: 0 } : undefined
}

/**
 * The same bytes in each attempt. Only a hint: it names the payment and says nothing of its
 * outcome.
 */
function bodyOf({ deliveryId, paymentId, createdAtMs }: SandboxDelivery): Uint8Array {
  const message = {
    id: deliveryId,
    type: PAYMENT_UPDATED,
    payment_id: paymentId,
    created_at_ms: createdAtMs,
  }
  return new TextEncoder().encode(JSON.stringify(message))
}
