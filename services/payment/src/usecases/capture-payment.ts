import type { PaymentId } from '@usher/kernel'
import { captureReport, isFree, isUndecided, type Payment } from '../domain/payment.ts'
import { captureKey } from '../domain/provider-keys.ts'
import {
  answerOf,
  callFor,
  keep,
  paymentNamed,
  providerNamed,
  refreshed,
  UNKNOWN,
} from './ask-provider.ts'
import type { PaymentPorts } from './payment-ports.ts'

/**
 * Takes the money that was set aside. CAPTURED and CAPTURE_FAILED are final; AUTHORIZED means that
 * the provider has not answered: ask again. A payment with nothing set aside is answered as it
 * stands. No intent is written before the call: its key follows from the payment's id, and the
 * provider captures once.
 */
export function capturePayment(ports: PaymentPorts, paymentId: PaymentId): Promise<Payment> {
  return ports.turns.take(paymentId, async () => {
    const payment = await authorized(ports, paymentId)
    if (payment.status !== 'AUTHORIZED') return payment
    if (isFree(payment)) return keep(ports, payment, { providerRef: '', status: 'CAPTURED' })
    const provider = providerNamed(ports, payment.provider)
    const report = await answerOf(provider.capture(callFor(payment, captureKey(paymentId))))
    return report === UNKNOWN ? payment : keep(ports, payment, captureReport(report))
  })
}

/**
 * What was seen AUTHORIZED need not be read again: if it has moved on since, the provider knows,
 * and what it says cannot be saved behind the newer version.
 */
async function authorized(ports: PaymentPorts, paymentId: PaymentId): Promise<Payment> {
  const seen = ports.payments.seen(paymentId)
  if (seen?.status === 'AUTHORIZED') return seen
  return decided(ports, await paymentNamed(ports, paymentId))
}

/** After a crash the row may still say PROCESSING although the caller saw AUTHORIZED. */
async function decided(ports: PaymentPorts, payment: Payment): Promise<Payment> {
  return isUndecided(payment) ? refreshed(ports, payment) : payment
}
