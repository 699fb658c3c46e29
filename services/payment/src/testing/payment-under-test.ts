import { PaymentService } from '@usher/contracts'
import { newId } from '@usher/kernel'
import { localClient } from '@usher/rpc'
import { memoryTables, reliableDisk } from '@usher/stores'
import { manualClock, seededRandom } from '@usher/testing'
import { Sandbox } from '../adapters/sandbox/sandbox.ts'
import { type SandboxTotals, totalsOf } from '../adapters/sandbox/sandbox-payment.ts'
import { tablesSandboxLedger } from '../adapters/sandbox/tables-sandbox-ledger.ts'
import { SIGNATURE_HEADER, signWebhook } from '../adapters/sandbox/webhook-signature.ts'
import { tablesPaymentStore } from '../adapters/tables/payment-store.ts'
import { tablesWebhookInbox } from '../adapters/tables/webhook-inbox.ts'
import { createPayment } from '../payment.ts'
import type { PaymentProvider } from '../ports/payment-provider.ts'

const SECRET = 'whsec_test'
export const config = { providerDeadlineMs: 8000, webhookKeepMs: 35 * 86_400_000 }

interface Options {
  readonly seed?: number
  /** Stands between the service and the sandbox. */
  readonly wrap?: (provider: PaymentProvider) => PaymentProvider
}

/** The service with the sandbox, over one disk that outlives crashes. Test support. */
export function openPaymentService({ seed = 1, wrap = (provider) => provider }: Options = {}) {
  const clock = manualClock()
  const random = seededRandom(seed)
  const disk = reliableDisk()
  const deliveries: { applied: boolean; paymentId: string }[] = []
  /** Whether webhooks get through. */
  const network = { open: true }

  const start = () => {
    const tables = memoryTables(disk)
    const ledger = tablesSandboxLedger(tables)
    const sender = {
      async send(rawBody: Uint8Array, headers: Readonly<Record<string, string>>) {
        if (!network.open) throw new Error('the network is down')
        const request = { provider: 'sandbox', rawBody, headers: { ...headers } }
        deliveries.push(await running.client.handleWebhook(request))
      },
    }
    const sandbox = new Sandbox(
      { ledger, sender, clock, random },
      { webhookSecrets: [SECRET], challengeUrl: (id) => `http://shop.test/challenges/${id}` },
    )
    const payments = tablesPaymentStore(tables)
    const inbox = tablesWebhookInbox(tables)
    const providers = new Map([['sandbox', wrap(sandbox)]])
    const server = createPayment({ payments, inbox, providers, clock, random }, config)
    return {
      tables,
      ledger,
      sandbox,
      payments,
      server,
      client: localClient(PaymentService, server.rpc),
    }
  }
  let running = start()

  return {
    clock,
    disk,
    deliveries,
    network,
    get now() {
      return running
    },
    /** What is in memory is lost; what is on the disk starts again. */
    crash: () => void (running = start()),
    example(token = 'tok_success', amountMinor = 1000n) {
      return {
        paymentId: newId({ clock, random }, 'payment'),
        bookingId: newId({ clock, random }, 'booking'),
        provider: 'sandbox',
        token,
        amountMinor,
        currency: 'EUR',
      }
    },
    refundId: () => newId({ clock, random }, 'refund'),
    async moved(
      paymentId: string,
    ): Promise<Omit<SandboxTotals, 'paymentId' | 'bookingId' | 'currency'>> {
      const payment = await running.ledger.get(paymentId as never)
      if (!payment) return { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 }
      const { authorizedMinor, capturedMinor, refundedMinor } = totalsOf(payment, clock.nowMs())
      return { authorizedMinor, capturedMinor, refundedMinor }
    },
    /** A webhook as the sandbox would send it now. */
    webhook(paymentId: string, deliveryId: string) {
      const message = { id: deliveryId, type: 'payment.updated', payment_id: paymentId }
      const rawBody = new TextEncoder().encode(JSON.stringify(message))
      const headers = { [SIGNATURE_HEADER]: signWebhook(rawBody, SECRET, clock.nowMs()) }
      return { provider: 'sandbox', rawBody, headers }
    },
    async status(paymentId: string, refresh = false) {
      const { payment } = await running.client.getPayment({ paymentId, refresh })
      return payment?.status
    },
  }
}

export type PaymentUnderTest = ReturnType<typeof openPaymentService>
