/**
 * The limit: the same HTTP server with handlers that decide nothing and write as many bytes as a
 * sale writes in Usher, durably, all that arrive together in one sync. Nothing that sells durably
 * over this server can be faster.
 */
import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { baselineApp, serveBaseline } from './baseline-app.ts'
import { BOOKING_BYTES, RESERVATION_BYTES } from './redo-bytes.ts'

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
await serveBaseline({ app, tokens }, () => log.close())

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
