import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Client as Channel, credentials, Metadata } from '@grpc/grpc-js'
import { PaymentService } from '@usher/contracts'
import { systemClock } from '@usher/kernel'
import { untilWithin } from '@usher/testing'
import type { Handlers } from '../client.ts'
import { channelOptions } from './keepalive.ts'
import { methodDefinition } from './method-definitions.ts'
import { remoteClient } from './remote-client.ts'
import { type GrpcServer, serveGrpc } from './serve-grpc.ts'

// A server that closes says which calls it has taken (GOAWAY); those under way behind it were never
// seen. Two servers close in turn while many callers never pause.

const CALLERS = 32
const CLOSES = 6
/** Whatever takes so long has failed. */
const PATIENCE_MS = 60_000

test('a call that meets a closing connection goes to another server', async (t) => {
  const servers = await Promise.all([serve(t, 0), serve(t, 0)])
  const options = { address: addressOf(servers), clock: systemClock, timeoutMs: PATIENCE_MS }
  const remote = remoteClient(PaymentService, options)
  t.after(() => remote.close())
  const load = startLoad(() => remote.client.getPayment({}))
  for (let closes = 0; closes < CLOSES; closes++) await closeInTurn(t, servers)
  assert.deepEqual(await load.stop(), [])
})

test('without a second try in the channel, such calls are lost', async (t) => {
  const servers = await Promise.all([serve(t, 0), serve(t, 0)])
  const options = { ...channelOptions, 'grpc.enable_retries': 0 }
  const channel = new Channel(addressOf(servers), credentials.createInsecure(), options)
  t.after(() => channel.close())
  const load = startLoad(() => callOver(channel))
  // Whether calls are under way behind a GOAWAY is a matter of luck.
  while (load.failures.length === 0) await closeInTurn(t, servers)
  for (const failure of await load.stop()) assert.match(failure, /Stream refused by server/)
})

/** Calls without a pause. */
function startLoad(call: () => Promise<unknown>) {
  const failures: string[] = []
  const load = { stopped: false }
  const caller = async () => {
    while (!load.stopped) await call().catch((error: unknown) => failures.push(String(error)))
  }
  const callers = Array.from({ length: CALLERS }, caller)
  return {
    failures,
    async stop(): Promise<readonly string[]> {
      load.stopped = true
      await Promise.all(callers)
      return failures
    },
  }
}

/** The first ends and comes back as the last; each must be found by the callers before that. */
async function closeInTurn(t: TestContext, servers: CountingServer[]): Promise<void> {
  await untilWithin(PATIENCE_MS)(() => servers.every((server) => server.answered() > 0))
  const [first, ...others] = servers
  if (!first) return
  await first.close(PATIENCE_MS)
  servers.splice(0, servers.length, ...others, await serve(t, first.port))
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
      { deadline: systemClock.nowMs() + PATIENCE_MS },
      (error, answer) => (error ? reject(error) : resolve(answer)),
    )
  })
}

function addressOf(servers: readonly GrpcServer[]): string {
  return `ipv4:${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`
}

interface CountingServer extends GrpcServer {
  readonly answered: () => number
}

async function serve(t: TestContext, port: number): Promise<CountingServer> {
  let answered = 0
  const answer = async () => {
    answered++
    return {}
  }
  const all = PaymentService.methods.map(({ localName }) => [localName, answer])
  const handlers = Object.fromEntries(all) as Handlers<typeof PaymentService>
  const server = await serveGrpc([{ service: PaymentService, handlers }], {
    host: '127.0.0.1',
    port,
    clock: systemClock,
    onFault: () => undefined,
  })
  t.after(() => server.close(0))
  return { ...server, answered: () => answered }
}
