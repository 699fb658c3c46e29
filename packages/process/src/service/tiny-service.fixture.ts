import { PaymentService } from '@usher/contracts'
import { httpServer, traceRequests } from '@usher/http'
import { DomainError, duration, type Environment, readSettings } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import {
  type Front,
  type OpenedService,
  runService,
  type ServiceBus,
  type ServiceNeeds,
} from './run-service.ts'

// A service of next to nothing, run as a process by the tests. What it is asked for is what it
// does: `slow` answers late, `fault` cannot go on, anything else is answered at once. With a front
// it asks the payment service over REST.

const settings = {
  slowMs: {
    name: 'USHER_TINY_SLOW',
    default: 1000,
    parse: duration({ min: '1ms', max: '1m' }),
    description: 'how long a slow answer takes',
  },
  kind: {
    name: 'USHER_TINY_KIND',
    default: 'calls',
    parse: (text: string) => text,
    description: 'calls, front, waits, refuses or hangs',
  },
  name: {
    name: 'USHER_TINY_NAME',
    default: '',
    parse: (text: string) => text,
    description: 'told with every answer, as the reference of the provider',
  },
}
const readTinyConfig = (env: Environment) => readSettings(env, settings)
type TinyConfig = ReturnType<typeof readTinyConfig>

/** Of a service whose store is away. */
const heldBackBus: ServiceBus = {
  isHeldBack: true,
  subscribe: () => ({ close: async () => undefined }),
  replay: async () => undefined,
  close: async () => undefined,
}

await runService('tiny', { tiny: readTinyConfig }, async (needs, { tiny }) => {
  if (tiny.kind === 'refuses') {
    throw new DomainError('unavailable', 'table_missing', 'the table is missing; make it first')
  }
  if (tiny.kind === 'hangs') await hang(needs)
  return tiny.kind === 'front' ? openFront(needs) : openCalls(needs, tiny)
})

function openCalls(
  { clock, fault, logger }: ServiceNeeds,
  { kind, name, slowMs }: TinyConfig,
): OpenedService {
  const all = PaymentService.methods.map(({ localName }) => [localName, async () => ({})])
  const handlers = {
    ...Object.fromEntries(all),
    async getPayment({ paymentId }: { paymentId: string }) {
      if (paymentId === 'slow') await new Promise<void>((done) => clock.schedule(slowMs, done))
      if (paymentId === 'fault') fault(new Error('the store is broken'))
      return { payment: { paymentId, providerRef: name } }
    },
  } as Handlers<typeof PaymentService>
  return {
    offers: [{ service: PaymentService, handlers }],
    ready: () => true,
    ...(kind === 'waits' && { bus: heldBackBus }),
    close: async () => logger.info('closed'),
  }
}

function openFront({ clock, logger, peers, traces }: ServiceNeeds): OpenedService {
  const payment = peers.client('payment', PaymentService)
  const app = httpServer({ logger, clock, requestIdPrefix: 'tiny' })
  if (traces) traceRequests(app, traces)
  app.post('/payments/:id', async () => {
    const { payment: found } = await payment.getPayment({ paymentId: 'x' })
    return { payment_id: found?.paymentId }
  })
  const front: Front = { listen: (options) => app.listen(options), close: () => app.close() }
  return { front, ready: () => true, close: async () => undefined }
}

/** As a server that neither answers nor refuses. */
async function hang({ clock, logger }: ServiceNeeds): Promise<void> {
  logger.info('hanging')
  await clock.sleep(60_000)
}
