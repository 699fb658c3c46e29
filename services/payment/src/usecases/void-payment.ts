import type { PaymentId } from '@usher/kernel'
import { forestalledPayment, isFree, type Payment } from '../domain/payment.ts'
import { voidKey } from '../domain/provider-keys.ts'
import { answerOf, callFor, keep, providerNamed, UNKNOWN } from './ask-provider.ts'
import type { PaymentPorts } from './payment-ports.ts'

/**
 * Gives up what was set aside, or what may be. VOIDED and DECLINED: no money will move. CAPTURED:
 * it had moved, refund it. Anything else: the provider has not answered, ask again. A payment that
 * nobody has asked for is written down as VOIDED, so that an authorize still on its way stops
 * there.
 */
export function voidPayment(ports: PaymentPorts, paymentId: PaymentId): Promise<Payment> {
  return ports.turns.take(paymentId, async () => {
    const payment = (await ports.payments.get(paymentId)) ?? (await forestall(ports, paymentId))
    if (isSettled(payment)) return payment
    if (isFree(payment)) return keep(ports, payment, { providerRef: '', status: 'VOIDED' })
    const provider = providerNamed(ports, payment.provider)
    const report = await answerOf(provider.void(callFor(payment, voidKey(paymentId))))
    return report === UNKNOWN ? payment : keep(ports, payment, report)
  })
}

/** Written under the condition that there is none: of two who are first, one looks again. */
async function forestall({ payments, clock }: PaymentPorts, paymentId: PaymentId) {
  const payment = forestalledPayment(paymentId, clock.nowMs())
  await payments.save(payment)
  return payment
}

function isSettled({ status }: Payment): boolean {
  return status === 'CAPTURED' || status === 'VOIDED' || status === 'DECLINED'
}
