import type { PaymentId } from '@usher/kernel'
import { isFree, isOpen, type Payment } from '../domain/payment.ts'
import { paymentNamed, refreshed } from './ask-provider.ts'
import type { PaymentPorts } from './payment-ports.ts'

/** The payment as it stands; with `refresh`, as the provider has it when that may differ. */
export function getPayment(
  ports: PaymentPorts,
  { paymentId, refresh }: { paymentId: PaymentId; refresh: boolean },
): Promise<Payment> {
  if (!refresh) return paymentNamed(ports, paymentId)
  return ports.turns.take(paymentId, async () => {
    const payment = await paymentNamed(ports, paymentId)
    return isOpen(payment) && !isFree(payment) ? refreshed(ports, payment) : payment
  })
}
