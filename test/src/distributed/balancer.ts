import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const LOOK_EVERY_MS = 100

/**
 * What stands before several gateways: it asks each whether it is ready and gives every request to
 * the next one that is. It repeats nothing.
 */
export class Balancer {
  readonly #gateways: readonly string[]
  #ready: readonly string[]
  #turn = 0
  readonly #server = createServer((asked, answer) => this.#pass(asked, answer))
  readonly #agent = new Agent({ keepAlive: false })
  readonly #looking: NodeJS.Timeout

  static async open(gateways: readonly string[]): Promise<Balancer> {
    const balancer = new Balancer(gateways)
    await new Promise<void>((done) => {
      balancer.#server.listen(0, '127.0.0.1', done)
    })
    return balancer
  }

  private constructor(gateways: readonly string[]) {
    this.#gateways = gateways
    this.#ready = gateways
    this.#looking = setInterval(() => void this.#look(), LOOK_EVERY_MS)
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    clearInterval(this.#looking)
    this.#server.close()
    this.#server.closeAllConnections()
    this.#agent.destroy()
  }

  async #look(): Promise<void> {
    const looks = this.#gateways.map(async (gateway) => ((await isReady(gateway)) ? [gateway] : []))
    this.#ready = (await Promise.all(looks)).flat()
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const gateway = this.#ready[this.#turn++ % this.#ready.length]
    if (gateway === undefined) return void answer.destroy()
    const { method, headers, url = '/' } = asked
    const passed = request(new URL(url, gateway), { method, headers, agent: this.#agent })
    passed.once('error', () => answer.destroy())
    passed.once('response', (got) => {
      answer.writeHead(got.statusCode ?? 0, got.headers)
      got.pipe(answer)
    })
    asked.pipe(passed)
  }
}

async function isReady(gateway: string): Promise<boolean> {
  try {
    return (await fetch(`${gateway}/ready`, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}
