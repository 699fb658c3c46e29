import { once } from 'node:events'
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

export async function mailServer(): Promise<MailServer> {
  const taken: Uint8Array[] = []
  let port = 0
  let server: SMTPServer | undefined
  const self: MailServer = {
    url: () => `smtp://127.0.0.1:${port}`,
    taken,
    refusal: () => undefined,
    async up() {
      server = newServer(self, taken)
      const listening = server.listen(port, '127.0.0.1')
      await once(listening, 'listening')
      const address = listening.address()
      if (typeof address === 'object' && address) port = address.port
    },
    down: () => new Promise((resolve) => (server ? server.close(resolve) : resolve())),
  }
  await self.up()
  return self
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
