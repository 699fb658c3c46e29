import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test, type TestContext } from 'node:test'
import { PaymentService } from '@usher/contracts'
import { systemClock } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { serveGrpc } from '@usher/rpc/grpc/serve-grpc'
import { untilWithin } from '@usher/testing'
import { Peers, readPeerAddresses } from './peers.ts'

/** Whatever takes so long has failed. */
const PATIENCE_MS = 60_000

test('calls go round all addresses that are given, and past one that is away', async (t) => {
  const [first, second] = [await serve(t, 'first'), await serve(t, 'second')]
  const away = await freePort()
  const client = clientOf(t, `127.0.0.1:${first}, 127.0.0.1:${away},127.0.0.1:${second}`)
  const answers = new Set<string>()
  await untilWithin(PATIENCE_MS)(async () => answers.add(await client()).size === 2)
  assert.deepEqual([...answers].sort(), ['first', 'second'])
})

test('a name is looked up, with dns:/// and without', async (t) => {
  const port = await serve(t, 'named')
  for (const address of [`dns:///localhost:${port}`, `localhost:${port}`]) {
    assert.equal(await clientOf(t, address)(), 'named')
  }
})

test('an address that no call could reach is refused when it is read', () => {
  const good = [
    'payment:8080',
    'dns:///payment-service.usher.svc:8080',
    'dns://10.0.0.10/payment:8080',
    '[::1]:8080',
    '[::1]:8080, [::2]:8080',
  ]
  for (const text of good) readPeerAddresses({ USHER_PAYMENT_ADDRESS: text })
  const bad = ['payment', 'a:1,b:2', '10.0.0.1:1,[::1]:2', 'http://payment:8080', '10.0.0.1:1,']
  for (const text of bad) {
    const read = () => readPeerAddresses({ USHER_PAYMENT_ADDRESS: text })
    assert.throws(read, { code: 'invalid_config', message: /^USHER_PAYMENT_ADDRESS must be/ }, text)
  }
})

function clientOf(t: TestContext, text: string): () => Promise<string> {
  const addresses = readPeerAddresses({ USHER_PAYMENT_ADDRESS: text })
  const peers = new Peers(addresses, { clock: systemClock, timeoutMs: PATIENCE_MS })
  t.after(() => peers.close())
  const client = peers.client('payment', PaymentService)
  return async () => (await client.getPayment({})).payment?.paymentId ?? ''
}

async function serve(t: TestContext, name: string): Promise<number> {
  const answer = async () => ({ payment: { paymentId: name } })
  const all = PaymentService.methods.map(({ localName }) => [localName, answer])
  const handlers = Object.fromEntries(all) as Handlers<typeof PaymentService>
  const server = await serveGrpc([{ service: PaymentService, handlers }], {
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    onFault: () => undefined,
  })
  t.after(() => server.close(0))
  return server.port
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
