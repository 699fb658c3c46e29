import type { PaymentId } from '@usher/kernel'
import { isFree, type Payment } from '../domain/payment.ts'
import { voidKey } from '../domain/provider-keys.ts'
import { answerOf, callFor, keep, paymentNamed, providerNamed, UNKNOWN } from './ask-provider.ts'
import type { PaymentPorts } from './payment-ports.ts'

/**
 * Gives up what was set aside, or what may be. VOIDED and DECLINED: no money will move. CAPTURED:
 * it had moved, refund it. Anything else: the provider has not answered, ask again.
 */
export function voidPayment(ports: PaymentPorts, paymentId: PaymentId): Promise<Payment> {
  return ports.turns.take(paymentId, async () => {
    const payment = await paymentNamed(ports, paymentId)
    if (isSettled(payment)) return payment
    if (isFree(payment)) return keep(ports, payment, { providerRef: '', status: 'VOIDED' })
    const provider = providerNamed(ports, payment.provider)
    const report = await answerOf(provider.void(callFor(payment, voidKey(paymentId))))
    return report === UNKNOWN ? payment : keep(ports, payment, report)
  })
}

function isSettled({ status }: Payment): boolean {
  return status === 'CAPTURED' || status === 'VOIDED' || status === 'DECLINED'
}
