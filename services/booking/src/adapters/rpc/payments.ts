import {
  type Payment as PaymentMessage,
  type PaymentService,
  PaymentStatus as Status,
} from '@usher/contracts'
import { DomainError, isDomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { PaymentFact } from '../../domain/facts.ts'
import type { Payments, PaymentView } from '../../ports/payments.ts'

/** The calls of PaymentService that a sale makes. */
export type PaymentClient = Pick<
  Client<typeof PaymentService>,
  'authorize' | 'listProviders' | 'capture' | 'void' | 'refund' | 'getPayment'
>

export function rpcPayments(client: PaymentClient): Payments {
  return {
    async authorize({ amountMinor, ...rest }) {
      return viewOf((await client.authorize({ ...rest, amountMinor: BigInt(amountMinor) })).payment)
    },
    async providers() {
      return (await client.listProviders({})).names
    },
    async capture(paymentId) {
      return viewOf((await client.capture({ paymentId })).payment)
    },
    async void(paymentId) {
      return viewOf((await client.void({ paymentId })).payment)
    },
    async refund({ amountMinor, ...rest }) {
      return (await client.refund({ ...rest, amountMinor: BigInt(amountMinor) })).done
    },
    async look(paymentId) {
      return orUnseen(async () =>
        viewOf((await client.getPayment({ paymentId, refresh: true })).payment),
      )
    },
  }
}

/** Payment's not_found is an answer here: it has never heard of the payment. */
async function orUnseen(ask: () => Promise<PaymentView>): Promise<PaymentView> {
  try {
    return await ask()
  } catch (error) {
    if (!isDomainError(error) || error.kind !== 'not_found') throw error
    return { payment: 'UNSEEN', challengeUrl: '', declineCode: '' }
  }
}

const facts: Readonly<Record<Status, PaymentFact | undefined>> = {
  [Status.UNSPECIFIED]: undefined,
  [Status.PROCESSING]: 'PROCESSING',
  [Status.CHALLENGE]: 'CHALLENGE',
  [Status.AUTHORIZED]: 'AUTHORIZED',
  [Status.DECLINED]: 'DECLINED',
  [Status.CAPTURED]: 'CAPTURED',
  [Status.CAPTURE_FAILED]: 'CAPTURE_FAILED',
  [Status.VOIDED]: 'VOIDED',
}

function viewOf(message: PaymentMessage | undefined): PaymentView {
  const payment = message && facts[message.status]
  if (!message || !payment) {
    throw new DomainError('unavailable', 'malformed_answer', 'payment gave no payment')
  }
  return { payment, challengeUrl: message.challengeUrl, declineCode: message.declineCode }
}
