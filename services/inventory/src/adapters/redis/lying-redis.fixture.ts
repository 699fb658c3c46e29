import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What the keys of claims on seats begin with. */
const CLAIM = 'lock:seat:'

export interface LyingRedis {
  /** For `USHER_REDIS_URL`. */
  readonly url: string
  /** Claims that it has said yes to. */
  readonly lies: () => number
  close(): void
}

/**
 * In front of a real Redis: whoever claims a seat gets it, for each claim is made under a key of
 * its own, of the same length. Everything else is passed on as it is.
 */
export async function lyingRedis(url: string): Promise<LyingRedis> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let lies = 0
  const server = createServer((client) => {
    const redis = connect(Number(port), hostname)
    for (const [from, to] of [
      [client, redis],
      [redis, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
    }
    redis.pipe(client)
    let rest = ''
    client.on('data', (data) => {
      const text = rest + data.toString('latin1')
      rest = beginningAtTheEnd(text)
      const whole = text.slice(0, text.length - rest.length)
      const told = whole.replaceAll(CLAIM, () => {
        lies += 1
        return randomBytes(CLAIM.length / 2).toString('hex')
      })
      redis.write(told, 'latin1')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    url: `redis://127.0.0.1:${address.port}`,
    lies: () => lies,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Data comes in pieces of any length: a claim may be cut in two. */
function beginningAtTheEnd(text: string): string {
  for (let length = CLAIM.length - 1; length > 0; length--) {
    const end = text.slice(-length)
    if (CLAIM.startsWith(end)) return end
  }
  return ''
}
