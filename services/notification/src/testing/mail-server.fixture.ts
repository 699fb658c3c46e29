import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'

/** A mail server on this machine that can be taken down and brought back. */
export interface MailServer {
  readonly url: () => string
  readonly taken: readonly Uint8Array[]
  /** What to answer to a recipient: undefined takes it. */
  refusal: (address: string) => { readonly code: number; readonly text: string } | undefined
  readonly up: () => Promise<void>
  readonly down: () => Promise<void>
}

const LOOPBACK = '127.0.0.1'

export async function mailServer(): Promise<MailServer> {
  const taken: Uint8Array[] = []
  const port = await lastingPort()
  let server: SMTPServer | undefined
  const self: MailServer = {
    url: () => `smtp://${LOOPBACK}:${port}`,
    taken,
    refusal: () => undefined,
    async up() {
      server = newServer(self, taken)
      await once(server.listen(port, LOOPBACK), 'listening')
    },
    down: () => new Promise((resolve) => (server ? server.close(resolve) : resolve())),
  }
  await self.up()
  return self
}

/** Linux gives ports from 32768 on to whoever wants any: this one is free again after `down`. */
async function lastingPort(): Promise<number> {
  const port = randomInt(10_000, 20_000)
  const probe = createServer().listen(port, LOOPBACK)
  try {
    await once(probe, 'listening')
  } catch {
    // Somebody has it.
    return lastingPort()
  }
  probe.close()
  await once(probe, 'close')
  return port
}

function newServer(self: MailServer, taken: Uint8Array[]): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 50,
    onRcptTo({ address }, _session, answer) {
      const refusal = self.refusal(address)
      answer(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
    },
    onData(stream: SMTPServerDataStream, _session, answer) {
      const chunks: Uint8Array[] = []
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk))
      stream.on('end', () => {
        taken.push(Buffer.concat(chunks))
        answer()
      })
    },
  })
}
