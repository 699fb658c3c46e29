import type { FastifyReply } from 'fastify'

interface FileAnswer {
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

/** Answers with a file that is one person's alone. */
export function sendFile(reply: FastifyReply, { name, contentType, bytes }: FileAnswer) {
  reply
    .type(contentType)
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
  // A view on the message's bytes: nothing is copied.
  return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
