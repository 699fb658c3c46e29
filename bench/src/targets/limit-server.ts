/**
 * The limit: the same HTTP server with handlers that decide nothing and write as many bytes as a
 * sale writes in Usher, durably, all that arrive together in one sync. Nothing that sells durably
 * over this server can be faster.
 */
import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { baselineApp } from './baseline-app.ts'

/** Bytes that Usher's redo log grows by for a reservation of two seats, and for its booking. */
const RESERVATION_BYTES = 900
const BOOKING_BYTES = 4200

const log = await open(process.argv[2] ?? '', 'w')
let waiting: { bytes: number; durable: PromiseWithResolvers<void> } | undefined
let writing = false

const { app, tokens } = await baselineApp({
  reserve: async () => {
    await append(RESERVATION_BYTES)
    return { reservationId: randomUUID() }
  },
  book: async () => {
    await append(BOOKING_BYTES)
    return { bookingId: randomUUID() }
  },
})
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
process.stdout.write(
  `${JSON.stringify({ port: typeof address === 'object' ? address?.port : 0, tokens })}\n`,
)
process.on('SIGTERM', () => process.exit(0))

function append(bytes: number): Promise<void> {
  if (!waiting) {
    waiting = { bytes: 0, durable: Promise.withResolvers<void>() }
    setImmediate(() => void write())
  }
  waiting.bytes += bytes
  return waiting.durable.promise
}

async function write(): Promise<void> {
  if (writing || !waiting) return
  const batch = waiting
  waiting = undefined
  writing = true
  await log.write(Buffer.alloc(batch.bytes, 'x'))
  await log.datasync()
  writing = false
  batch.durable.resolve()
  setImmediate(() => void write())
}
