import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

const LOOPBACK = '127.0.0.1'
/**
 * Below 32768, where Linux begins to give ports to whoever does not care which: a server that is
 * down for a while finds its port free again.
 */
const FIRST = 20_000
const END = 32_768

/**
 * Ports that nobody listens on now, all different. Another stack may take one before it is used;
 * then the server that was to have it says so in its log.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = randomInt(FIRST, END)
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, LOOPBACK)
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
