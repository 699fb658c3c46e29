import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { TestContext } from 'node:test'

/** A server on a free port that ends with the test. */
export async function tinyServer(
  context: TestContext,
  answer: RequestListener,
): Promise<{ server: Server; port: number }> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return { server, port: typeof address === 'object' && address ? address.port : 0 }
}
