import type { AnalyticsService } from '@usher/contracts'
import { decodeCursor, DomainError, encodeCursor, type EventId } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import {
  type Figures,
  type MinuteFigures,
  type PlaceFigures,
  sumOf,
  sumsBy,
} from './domain/figures.ts'
import type { AnalyticsPorts } from './usecases/ports.ts'
import { askRebuild } from './usecases/rebuild-figures.ts'

const MINUTES_DEFAULT = 60
const MINUTES_MAX = 1440

/** Proto to domain words and back; no rules. */
export function analyticsHandlers(ports: AnalyticsPorts): Handlers<typeof AnalyticsService> {
  const { figures } = ports
  return {
    async getEventSales({ eventId: id }) {
      const eventId = eventIdOf(id)
      const [event, totals] = await Promise.all([figures.event(eventId), figures.totals(eventId)])
      const sum = sumOf(totals.map((each) => each.figures))
      const sections = [...sumsBy(totals, ({ section }) => section)].filter(([name]) => name !== '')
      return {
        eventId,
        eventName: event?.eventName ?? '',
        totalSeats: event?.totalSeats ?? 0,
        // A message that is late can make it negative for a moment.
        sold: BigInt(Math.max(0, sum.booked - sum.cancelled)),
        ...deals(sum),
        amounts: amountsOf(totals),
        sections: sections.map(([section, each]) => ({ section, figures: figuresMessage(each) })),
      }
    },
    async getEventTimeline({ eventId, fromMs, untilMs, section, cursor, limit }) {
      const minutes = limit === 0 ? MINUTES_DEFAULT : Math.min(limit, MINUTES_MAX)
      const after = cursor === '' ? undefined : Number(decodeCursor(cursor, ['number'])[0])
      const found = await figures.minutes({
        eventId: eventIdOf(eventId),
        fromMs: after === undefined ? Number(fromMs) : after + 1,
        untilMs: untilMs === 0n ? Number.MAX_SAFE_INTEGER : Number(untilMs),
        section: section === '' ? undefined : section,
        minutes: minutes + 1,
      })
      const points = [...Map.groupBy(found, ({ minuteMs }) => minuteMs)]
      const page = points.slice(0, minutes)
      const last = page.at(-1)?.[0]
      const nextCursor = points.length > minutes && last !== undefined ? encodeCursor([last]) : ''
      return { points: page.map(([, rows]) => pointMessage(rows)), nextCursor }
    },
    async getFunnel({ eventId }) {
      const totals = await figures.totals(eventIdOf(eventId))
      const sum = sumOf(totals.map((each) => each.figures))
      return {
        figures: figuresMessage(sum),
        expiredReservations: BigInt(sum.expiredReservations),
        expiredPlaces: BigInt(sum.expiredPlaces),
        ...deals(sum),
        amounts: amountsOf(totals),
      }
    },
    async rebuild({ fromMs }) {
      if (fromMs < 0n) throw invalid('from_ms')
      return { fromMs: BigInt((await askRebuild(ports, Number(fromMs))).fromMs) }
    },
  }
}

function eventIdOf(eventId: number): EventId {
  if (eventId === 0) throw invalid('event_id')
  return eventId as EventId
}

function invalid(field: string): DomainError {
  return new DomainError('invalid', 'invalid_field', `${field} is needed`, { field })
}

function figuresMessage({ reserved, released, booked, cancelled }: Figures) {
  return {
    reserved: BigInt(reserved),
    released: BigInt(released),
    booked: BigInt(booked),
    cancelled: BigInt(cancelled),
  }
}

function deals({ bookings, cancellations }: Figures) {
  return { bookings: BigInt(bookings), cancellations: BigInt(cancellations) }
}

function amountsOf(rows: readonly PlaceFigures[]) {
  const money = rows.filter(({ currency }) => currency !== '')
  return [...sumsBy(money, ({ currency }) => currency)].map(([currency, figures]) => ({
    currency,
    capturedMinor: BigInt(figures.capturedMinor),
    refundedMinor: BigInt(figures.refundedMinor),
  }))
}

function pointMessage(rows: readonly MinuteFigures[]) {
  const sum = sumOf(rows.map((row) => row.figures))
  return {
    minuteMs: BigInt(rows[0]?.minuteMs ?? 0),
    figures: figuresMessage(sum),
    ...deals(sum),
    amounts: amountsOf(rows),
  }
}
