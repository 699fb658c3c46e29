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
      this.#waiting?.reject(error ?? new Error('the server closed the connection'))
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

  /** `head` is everything before the body but its length: request line and headers. */
  send(head: string, body: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`, 'latin1')
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(text: string): void {
    this.#received = this.#received ? this.#received + text : text
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const length = contentLength(this.#received, headEnd)
    const end = headEnd + 4 + length
    if (this.#received.length < end) return
    const answer = {
      status: Number(this.#received.slice(9, 12)),
      body: this.#received.slice(headEnd + 4, end),
    }
    this.#received = this.#received.slice(end)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve(answer)
  }
}

const LENGTH = /\r\ncontent-length: ?(\d+)/i

function contentLength(text: string, headEnd: number): number {
  return Number(LENGTH.exec(text.slice(0, headEnd))?.[1] ?? 0)
}
