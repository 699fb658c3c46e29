import { createConnection, type Socket } from 'node:net'

export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

/**
 * One keep-alive HTTP/1.1 connection that carries one request at a time. Just enough of the
 * protocol for a server that answers with Content-Length: the generator shares two cores with what
 * it measures, so every microsecond counts.
 */
export class Connection {
  readonly #socket: Socket
  #received = ''
  #waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('latin1')
    socket.setNoDelay(true)
    socket.on('data', (text: string) => this.#receive(text))
    const fail = (error?: Error): void => {
      this.#waiting?.reject(error ?? closedByServer())
      this.#waiting = undefined
    }
    socket.on('error', fail)
    socket.on('close', () => fail())
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ port, host: '127.0.0.1' })
      socket.once('error', reject)
      socket.once('connect', () => resolve(new Connection(socket)))
    })
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed
  }

  /**
   * `head` is everything before the body but its length: request line and headers. Both are ASCII.
   */
  send(head: string, body = ''): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(closedByServer())
      this.#waiting = { resolve, reject }
      const length = body === '' ? '' : `content-length: ${body.length}\r\n`
      this.#socket.write(`${head}${length}\r\n${body}`, 'latin1')
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(text: string): void {
    this.#received = this.#received ? this.#received + text : text
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const status = Number(this.#received.slice(9, 12))
    const length = bodyLength(this.#received, headEnd, status)
    if (length === undefined) {
      this.#socket.destroy(new Error('the server answered without Content-Length'))
      return
    }
    const end = headEnd + 4 + length
    if (this.#received.length < end) return
    const answer = { status, body: this.#received.slice(headEnd + 4, end) }
    this.#received = this.#received.slice(end)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve(answer)
  }
}

const LENGTH = /\r\ncontent-length: ?(\d+)/i
/** What never has a body. */
const BODILESS = new Set([204, 304])

function bodyLength(text: string, headEnd: number, status: number): number | undefined {
  if (BODILESS.has(status)) return 0
  const found = LENGTH.exec(text.slice(0, headEnd))
  return found ? Number(found[1]) : undefined
}

function closedByServer(): Error {
  return new Error('the server closed the connection')
}
