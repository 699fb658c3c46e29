import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const LOOK_EVERY_MS = 100
const LOOK_MS = 1000

/** What stands in front of several gateways: a call goes to one of those that are ready. */
export class Entrance {
  readonly #urls: readonly string[]
  readonly #server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing))
  #ready: readonly string[]
  #next = 0
  #looking: NodeJS.Timeout | undefined

  static async open(urls: readonly string[]): Promise<Entrance> {
    const entrance = new Entrance(urls)
    entrance.#server.listen(0, '127.0.0.1')
    await once(entrance.#server, 'listening')
    entrance.#looking = setInterval(() => void entrance.#look(), LOOK_EVERY_MS)
    return entrance
  }

  private constructor(urls: readonly string[]) {
    this.#urls = urls
    this.#ready = urls
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    clearInterval(this.#looking)
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #look(): Promise<void> {
    const looks = await Promise.all(
      this.#urls.map(async (url) => ((await isReady(url)) ? url : '')),
    )
    this.#ready = looks.filter(Boolean)
  }

  /** Each call over a connection of its own: none is on its way to a gateway that has gone. */
  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.#next += 1
    const [first = ''] = this.#ready
    const url = this.#ready[this.#next % this.#ready.length] ?? first
    const { method = 'GET', headers } = incoming
    const target = new URL(incoming.url ?? '/', url || this.#urls[0])
    const passed = request(target, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/ready', url), { signal: AbortSignal.timeout(LOOK_MS) })).ok
  } catch {
    return false
  }
}
