import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock, Random } from '@usher/kernel'
import type { TableDescription } from '../ensure-tables.ts'
import { awsLimits, type Limits, LimitsModel } from './limits-model.ts'

/** A DynamoDB with limits: in front of a server that has none. */
export interface ServedLimits {
  /** For `USHER_DYNAMODB_ENDPOINT`. */
  readonly endpoint: string
  /** How often it has refused, by the error's name. */
  readonly refused: ReadonlyMap<string, number>
  /** From the next request on. */
  readonly adjust: (rates: Partial<Rates>) => void
  readonly close: () => Promise<void>
}

/** What chance does. */
type Rates = Pick<Limits, 'throttleRate' | 'conflictRate' | 'lostAnswerRate' | 'delayMs'>

export interface ServeLimitsOptions {
  readonly clock: Clock
  readonly random: Random
  /** The server behind. */
  readonly endpoint: string
  readonly tables: readonly TableDescription[]
  readonly tablePrefix: string
  /** What differs from AWS. */
  readonly limits?: Partial<Limits>
}

/** Connections to the server behind. */
const SOCKETS_MAX = 64

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** For tests and measurements: everything that is refused, lost or late comes from one seed. */
export async function serveLimits(options: ServeLimitsOptions): Promise<ServedLimits> {
  const { clock, random, tables, tablePrefix, limits: differing } = options
  const limits = { ...awsLimits, ...differing }
  const known = tables.map((table) => ({ ...table, physicalName: `${tablePrefix}${table.name}` }))
  const model = new LimitsModel({ clock, random, limits, tables: known })
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX })
  const refused = new Map<string, number>()
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await bodyOf(incoming)
    if (limits.delayMs > 0) await clock.sleep(random.fraction() * limits.delayMs)
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? ''
    const admitted = model.admit(operation, JSON.parse(body.toString()))
    if ('status' in admitted) {
      const type = /#(\w+)/.exec(admitted.body)?.[1] ?? ''
      refused.set(type, (refused.get(type) ?? 0) + 1)
      answer(outgoing, { ...admitted, headers: {}, body: Buffer.from(admitted.body) })
      return
    }
    let bytes = 0
    try {
      const { headers } = incoming
      const given = await forward({ endpoint: options.endpoint, agent, headers, body })
      bytes = given.body.length
      const isLost = limits.lostAnswerRate > 0 && random.fraction() < limits.lostAnswerRate
      if (isLost) incoming.socket.destroy()
      else answer(outgoing, given)
    } finally {
      admitted.done(bytes)
    }
  }
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    agent.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  // The model looks at the same object with each request.
  const adjust = (rates: Partial<Rates>) => void Object.assign(limits, rates)
  return { endpoint: `http://127.0.0.1:${port}`, refused, adjust, close }
}

function forward({
  endpoint,
  agent,
  headers,
  body,
}: {
  endpoint: string
  agent: Agent
  headers: IncomingMessage['headers']
  body: Buffer
}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const asking = request(endpoint, { method: 'POST', agent, headers }, (given) => {
    bodyOf(given).then(
      (answered) =>
        resolve({ status: given.statusCode ?? 502, headers: given.headers, body: answered }),
      reject,
    )
  })
  asking.on('error', reject)
  asking.end(body)
  return promise
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function answer(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { connection: _, 'transfer-encoding': __, ...kept } = headers
  const type = { 'content-type': 'application/x-amz-json-1.0' }
  outgoing.writeHead(status, { ...type, ...kept, 'content-length': body.length })
  outgoing.end(body)
}
