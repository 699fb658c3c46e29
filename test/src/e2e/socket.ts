import { connect, type Socket } from 'node:net'

const TIMEOUT_MS = 40_000
const CHUNK = Buffer.alloc(64 * 1024, 0x20)
/** Who takes this much has no limit. */
const FOREVER_BYTES = 100 * 1024 * 1024

/** Sends bytes as they are and answers what came back before the connection ended. */
export async function sendRaw(url: string, text: string): Promise<string> {
  const socket = open(url)
  socket.end(text)
  return answerOf(socket)
}

/** Sends a POST whose body never seems to end, and stops when it is answered. */
export async function sendForever(
  url: string,
  { path, token }: { path: string; token: string },
): Promise<{ status: number; sentBytes: number }> {
  const socket = open(url)
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: usher',
    'content-type: application/json',
    'transfer-encoding: chunked',
    `authorization: Bearer ${token}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const answered = new AbortController()
  const answer = answerOf(socket, () => answered.abort())
  let sentBytes = 0
  while (!answered.signal.aborted && sentBytes < FOREVER_BYTES && socket.writable) {
    const flushed = socket.write(`${CHUNK.length.toString(16)}\r\n`)
    socket.write(CHUNK)
    socket.write('\r\n')
    sentBytes += CHUNK.length
    if (!flushed) await drained(socket)
    else await new Promise(setImmediate)
  }
  socket.destroySoon()
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(await answer)?.[1]), sentBytes }
}

function open(url: string): Socket {
  const { hostname, port } = new URL(url)
  return connect({ host: hostname, port: Number(port), allowHalfOpen: true })
}

function answerOf(socket: Socket, onAnswer: () => void = () => undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)))
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1')
      onAnswer()
    })
    // A reset after the answer is how a server says that it reads no further.
    socket.on('error', (error) => (text === '' ? reject(error) : resolve(text)))
    socket.on('close', () => resolve(text))
    socket.on('end', () => socket.end())
  })
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('drain', resolve)
    socket.once('close', resolve)
    socket.once('data', () => resolve())
  })
}
