/** The load generator, a process of its own: `node main.ts plan.json` prints a GeneratorReport. */
import { readFileSync } from 'node:fs'
import { build } from 'hdr-histogram-js'
import { Buyers, type Purchase } from './buyers.ts'
import { Connection } from './connection.ts'
import type { GeneratorPlan, GeneratorReport, Percentiles } from './plan.ts'

/** Connections of an open load; buyers that find none free wait, and their waiting counts. */
const OPEN_CONNECTIONS = 512
/** Microseconds; anything slower is counted as this. */
const HIGHEST_US = 60_000_000

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as GeneratorPlan
const buyers = new Buyers(plan)
const reservationUs = histogram()
const bookingUs = histogram()
const refused: Record<string, number> = {}
const bookingIds: string[] = []
const started = performance.now()
await (plan.load.kind === 'closed' ? closedLoad(plan.load) : openLoad(plan.load))
const seconds = (performance.now() - started) / 1000
const cpu = process.cpuUsage()
const report: GeneratorReport = {
  confirmed: bookingIds.length,
  refused,
  seconds,
  reservationMs: percentiles(reservationUs),
  bookingMs: percentiles(bookingUs),
  cpuUsPerBooking: (cpu.user + cpu.system) / Math.max(1, bookingIds.length),
  bookingIds,
  seatsUsed: buyers.seatsUsed,
}
process.stdout.write(JSON.stringify(report))

async function closedLoad({ concurrency, seconds }: { concurrency: number; seconds: number }) {
  const endMs = started + seconds * 1000
  const connections = await open(concurrency)
  await Promise.all(
    connections.map(async (connection) => {
      for (let now = performance.now(); now < endMs; now = performance.now()) {
        const buy = buyers.next()
        if (!buy) return
        record(await buy(connection, now))
      }
    }),
  )
  for (const connection of connections) connection.close()
}

async function openLoad({ perSecond, seconds }: { perSecond: number; seconds: number }) {
  const connections = await open(OPEN_CONNECTIONS)
  const free = [...connections]
  const queue: number[] = []
  const running = new Set<Promise<void>>()
  const serve = (): void => {
    while (queue.length > 0 && free.length > 0) {
      const buy = buyers.next()
      if (!buy) return
      const connection = free.pop() as Connection
      const purchase = buy(connection, queue.shift() ?? 0).then((result) => {
        record(result)
        free.push(connection)
        running.delete(purchase)
        serve()
      })
      running.add(purchase)
    }
  }
  const endMs = performance.now() + seconds * 1000
  let dueMs = performance.now()
  while (dueMs < endMs) {
    const now = performance.now()
    for (; dueMs <= now; dueMs += gapMs(perSecond)) queue.push(dueMs)
    serve()
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  while (running.size > 0) await Promise.all(running)
  for (const connection of connections) connection.close()
}

/** Time to the next arrival of a Poisson process. */
function gapMs(perSecond: number): number {
  return (-Math.log(1 - Math.random()) / perSecond) * 1000
}

function open(count: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => Connection.open(plan.port)))
}

function record(purchase: Purchase): void {
  reservationUs.recordValue(Math.min(HIGHEST_US, Math.max(1, Math.round(purchase.reservationUs))))
  if (purchase.bookingUs > 0) {
    bookingUs.recordValue(Math.min(HIGHEST_US, Math.max(1, Math.round(purchase.bookingUs))))
  }
  if (purchase.bookingId) bookingIds.push(purchase.bookingId)
  else refused[purchase.status] = (refused[purchase.status] ?? 0) + 1
}

function histogram() {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
  })
}

function percentiles(values: ReturnType<typeof histogram>): Percentiles {
  const at = (percentile: number): number => values.getValueAtPercentile(percentile) / 1000
  return { p50: at(50), p95: at(95), p99: at(99), max: values.maxValue / 1000 }
}
