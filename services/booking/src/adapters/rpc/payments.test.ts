import { paymentsContract } from '../../ports/payments.contract.ts'
import { PaymentModel } from '../../simulation/payment-model.fixture.ts'
import { rpcPayments } from './payments.ts'

paymentsContract('the model of the tests', async () => ({
  payments: rpcPayments(new PaymentModel().client()),
  provider: 'sandbox',
  tokens: { ok: 'tok_ok', declined: 'tok_declined', challenge: 'tok_challenge' },
  close: async () => undefined,
}))
