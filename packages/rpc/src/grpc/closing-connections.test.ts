import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Client as Channel, credentials, Metadata } from '@grpc/grpc-js'
import { PaymentService } from '@usher/contracts'
import { systemClock } from '@usher/kernel'
import type { Handlers } from '../client.ts'
import { channelOptions } from './keepalive.ts'
import { methodDefinition } from './method-definitions.ts'
import { remoteClient } from './remote-client.ts'
import { type GrpcServer, serveGrpc } from './serve-grpc.ts'

// A server that closes says which calls it has taken (GOAWAY); those under way behind it were never
// seen. Two servers close in turn while many callers never pause.

const CALLERS = 32
const CLOSES = 6
/** A client finds a server again within 0.6 s. */
const BETWEEN_MS = 700

test('a call that meets a closing connection goes to another server', async (t) => {
  const servers = await Promise.all([serve(t, 0), serve(t, 0)])
  const address = addressOf(servers)
  const remote = remoteClient(PaymentService, { address, clock: systemClock, timeoutMs: 5000 })
  t.after(() => remote.close())
  const failures = await closeInTurn(t, servers, () => remote.client.getPayment({}))
  assert.deepEqual(failures, [])
})

test('without a second try in the channel, such calls are lost', async (t) => {
  const servers = await Promise.all([serve(t, 0), serve(t, 0)])
  const options = { ...channelOptions, 'grpc.enable_retries': 0 }
  const channel = new Channel(addressOf(servers), credentials.createInsecure(), options)
  t.after(() => channel.close())
  const failures = await closeInTurn(t, servers, () => callOver(channel))
  assert.ok(failures.length > 0)
  for (const failure of failures) assert.match(failure, /Stream refused by server/)
})

/** Answers with what failed meanwhile. */
async function closeInTurn(
  t: TestContext,
  servers: GrpcServer[],
  call: () => Promise<unknown>,
): Promise<readonly string[]> {
  const failures: string[] = []
  const load = { stopped: false }
  const caller = async () => {
    while (!load.stopped) await call().catch((error: unknown) => failures.push(String(error)))
  }
  const callers = Array.from({ length: CALLERS }, caller)
  for (let i = 0; i < CLOSES; i++) {
    await systemClock.sleep(BETWEEN_MS)
    const server = servers[i % servers.length] as GrpcServer
    await server.close(2000)
    servers[i % servers.length] = await serve(t, server.port)
  }
  load.stopped = true
  await Promise.all(callers)
  return failures
}

function callOver(channel: Channel): Promise<unknown> {
  const method = methodDefinition(PaymentService.method.getPayment)
  const { path, requestSerialize, responseDeserialize } = method
  return new Promise((resolve, reject) => {
    channel.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      {},
      new Metadata(),
      { deadline: systemClock.nowMs() + 5000 },
      (error, answer) => (error ? reject(error) : resolve(answer)),
    )
  })
}

function addressOf(servers: readonly GrpcServer[]): string {
  return `ipv4:${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`
}

async function serve(t: TestContext, port: number): Promise<GrpcServer> {
  const answer = async () => ({})
  const all = PaymentService.methods.map(({ localName }) => [localName, answer])
  const handlers = Object.fromEntries(all) as Handlers<typeof PaymentService>
  const server = await serveGrpc([{ service: PaymentService, handlers }], {
    host: '127.0.0.1',
    port,
    clock: systemClock,
    onFault: () => undefined,
  })
  t.after(() => server.close(0))
  return server
}
