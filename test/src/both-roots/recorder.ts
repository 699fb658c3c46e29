import { until } from '../e2e/until.ts'
import { NormalForm } from './normal-form.ts'

/** A request and all that came of it, in normal form. */
export interface Exchange {
  readonly request: string
  readonly answer: string
}

export interface Ask {
  readonly token?: string
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What a connection says, not the interface. */
const ofTheConnection = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']
/** A compact body of availability counts its changes here: see docs/availability.md. */
const CHANGE_NUMBER = { at: 8, end: 16 } as const

/** Asks one platform, and writes down what it says. */
export class Recorder {
  readonly exchanges: Exchange[] = []
  readonly #url: string
  readonly #form = new NormalForm()

  constructor(url: string) {
    this.#url = url
  }

  /** `line` is a method and a path. Answers the body, and with it what the next line may need. */
  async ask<Body>(line: string, ask: Ask = {}): Promise<Body> {
    const response = await this.#send(line, ask)
    const bytes = Buffer.from(await response.arrayBuffer())
    const head = [...response.headers]
      .filter(([name]) => !ofTheConnection.includes(name))
      .map(([name, value]) => `${name}: ${value}`)
    const { text, body } = readBody(response, bytes)
    const answer = [response.status, ...head.toSorted(), '', text].join('\n')
    this.exchanges.push({ request: this.#form.of(line), answer: this.#form.of(answer) })
    return body as Body
  }

  /** The same, once for the tag and once with it. */
  async askTwice(path: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.ask(`GET ${path}`, { headers })
    const known = await this.#send(`GET ${path}`, { headers })
    const etag = known.headers.get('etag') ?? ''
    await this.ask(`GET ${path}`, { headers: { ...headers, 'if-none-match': etag } })
  }

  /** Waits for what comes by itself, and writes nothing down. */
  settled<Body>(path: string, holds: (body: Body) => boolean, token?: string): Promise<void> {
    return until(`${path} settles`, async () => {
      const ask = token === undefined ? {} : { token }
      const response = await this.#send(`GET ${path}`, ask)
      return response.ok && holds((await response.json()) as Body)
    })
  }

  #send(line: string, { token, body, headers = {} }: Ask): Promise<Response> {
    const [method = '', path = ''] = line.split(' ')
    return fetch(new URL(path, this.#url), {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }
}

/** Bytes are shown as such; of files that hold signatures and times only that they are there. */
function readBody({ headers }: Response, bytes: Buffer): { text: string; body: unknown } {
  const type = headers.get('content-type') ?? ''
  if (type.startsWith('application/octet-stream')) {
    bytes.fill(0, CHANGE_NUMBER.at, CHANGE_NUMBER.end)
    return { text: bytes.toString('hex'), body: undefined }
  }
  if (type === 'application/pdf') return { text: '%PDF', body: undefined }
  const text = bytes.toString()
  return { text, body: /[/+]json/.test(type) && text !== '' ? JSON.parse(text) : undefined }
}
