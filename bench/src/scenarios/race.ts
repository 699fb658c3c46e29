import { generate } from '../generator/generate.ts'
import type { BurstReport } from '../generator/plan.ts'
import { stadium } from '../hall.ts'
import { type LatencyMs, latencyMs, measured } from '../measured.ts'
import type { Stage } from '../stage/stage.ts'
import { renderTable } from '../table.ts'
import { openUsher, type UsherTarget } from '../targets/open-usher.ts'
import type { Outcome } from './scenario.ts'

const BUYERS = 1000
const HERD = 2000
const QUANTITY_MAX = 4
/** What a seat that somebody else has is answered with. */
const CONFLICT = '409'

interface Reserved {
  readonly seats: readonly { readonly seat_number: string }[]
}

interface BurstSummary {
  readonly requests: number
  readonly granted: number
  readonly refused: Readonly<Record<string, number>>
  /** Until the last answer. */
  readonly ms: number | null
  readonly requests_per_second: number | null
  /** From the moment all requests were due. */
  readonly latency_ms: LatencyMs
}

/**
 * A thousand buyers for one seat, and two thousand who take the best seats that are left, all in
 * the same moment.
 */
export async function race(stage: Stage): Promise<Outcome> {
  stage.say(`usher: an event of 80,000 seats; ${BUYERS} buyers register, which takes a while`)
  const target = await openUsher(stage, { hall: stadium, events: 1, buyers: BUYERS })
  stage.say(`${BUYERS} buyers for one seat`)
  const one = await oneSeat(stage, target)
  stage.say(`${HERD} buyers for the best 1 to ${QUANTITY_MAX} seats`)
  const herd = await bestAvailable(stage, target)
  const { oversold, mismatches } = await target.finish()
  const sharedSeats = herd.seats.length - new Set(herd.seats).size
  const document = {
    one_seat: { ...summary(one), winners: one.done },
    best_available: {
      ...summary(herd.report),
      seats: herd.seats.length,
      not_as_many_as_asked: herd.wrongQuantity,
      shared_seats: sharedSeats,
    },
    oversold,
    mismatches,
  }
  const faults = oversold + mismatches + sharedSeats + herd.wrongQuantity
  return {
    document,
    table: table(
      [
        ['one seat', one],
        ['best available', herd.report],
      ],
      { sharedSeats, oversold },
    ),
    sound: faults === 0 && hasOneWinner(one) && herd.report.done === HERD,
  }
}

function oneSeat(stage: Stage, target: UsherTarget): Promise<BurstReport> {
  const [eventId] = target.eventIds
  // The last seat in the middle of nowhere: nobody else is given it before.
  const body = JSON.stringify({ event_id: eventId, seats: [target.seats[0]] })
  return burst(
    stage,
    target,
    Array.from({ length: BUYERS }, () => body),
  )
}

async function bestAvailable(stage: Stage, target: UsherTarget) {
  const [eventId] = target.eventIds
  const quantities = Array.from({ length: HERD }, (_, i) => (i % QUANTITY_MAX) + 1)
  const bodies = quantities.map((quantity) =>
    JSON.stringify({ event_id: eventId, best_available: { quantity } }),
  )
  const report = await burst(stage, target, bodies)
  const given = report.answers.map(({ status, body }) =>
    status === 201 ? (JSON.parse(body) as Reserved).seats.map((seat) => seat.seat_number) : [],
  )
  const wrong = given.filter((seats, i) => seats.length > 0 && seats.length !== quantities[i])
  return { report, seats: given.flat(), wrongQuantity: wrong.length }
}

function burst(
  stage: Stage,
  { port, tokens }: UsherTarget,
  bodies: readonly string[],
): Promise<BurstReport> {
  const requests = bodies.map((body, i) => ({ token: tokens[i % tokens.length] as string, body }))
  return generate(stage, { kind: 'burst', port, path: '/v1/reservations', requests })
}

function hasOneWinner({ done, refused }: BurstReport): boolean {
  return done === 1 && refused[CONFLICT] === BUYERS - 1
}

function table(
  bursts: readonly (readonly [string, BurstReport])[],
  faults: { sharedSeats: number; oversold: number },
): string {
  const head = ['', 'requests', 'granted', 'refused', 'all answered ms', 'ms p50', 'p95', 'p99']
  const rows = bursts.map(([name, report]) => {
    const { requests, granted, refused, ms, latency_ms: latency } = summary(report)
    const answers = Object.entries(refused).map(([status, count]) => `${status}: ${count}`)
    return [name, requests, granted, answers.join(' ') || 'none', ms, ...Object.values(latency)]
  })
  const { sharedSeats, oversold } = faults
  const line = `seats given to two buyers: ${sharedSeats} as answered, ${oversold} as stored`
  return [renderTable(head, rows), '', line].join('\n')
}

function summary({
  answers,
  done,
  refused,
  seconds,
  latencyMs: latency,
}: BurstReport): BurstSummary {
  return {
    requests: answers.length,
    granted: done,
    refused,
    ms: measured(seconds * 1000, 1),
    requests_per_second: measured(answers.length / seconds),
    latency_ms: latencyMs(latency),
  }
}
