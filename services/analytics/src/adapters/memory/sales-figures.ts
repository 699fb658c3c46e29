import type { EventId } from '@usher/kernel'
import {
  type EventFacts,
  type Figures,
  type MinuteFigures,
  minuteOf,
  type PlaceFigures,
  sumOf,
} from '../../domain/figures.ts'
import type { Rebuild } from '../../domain/rebuild.ts'
import type { SalesFigures } from '../../ports/sales-figures.ts'

interface Row extends MinuteFigures {
  readonly eventId: EventId
}

/**
 * What is in memory, and may outlive who reads it: a process that ends forgets it and counts the
 * topics again.
 */
export interface FigureMemory {
  readonly rows: Map<string, Row>
  /** Consumer and message id -> its minute. */
  readonly messages: Map<string, number>
  readonly events: Map<EventId, EventFacts>
  rebuild: Rebuild | undefined
}

export function figureMemory(): FigureMemory {
  return { rows: new Map(), messages: new Map(), events: new Map(), rebuild: undefined }
}

/** Figures for small installations and tests. Every call happens in one turn: all are atomic. */
export function memorySalesFigures(memory: FigureMemory = figureMemory()): SalesFigures {
  return { ...writes(memory), ...reads(memory), ...rebuilds(memory) }
}

function writes({
  rows,
  messages,
  events,
}: FigureMemory): Pick<SalesFigures, 'add' | 'keepEvent' | 'prune'> {
  return {
    async add({ consumer, messageId, eventId, atMs, counts }) {
      const message = `${consumer} ${messageId}`
      const minuteMs = minuteOf(atMs)
      if (messages.has(message)) return false
      messages.set(message, minuteMs)
      for (const { section, currency, figures } of counts) {
        const key = JSON.stringify([eventId, minuteMs, section, currency])
        const sum = sumOf([rows.get(key)?.figures ?? {}, figures])
        rows.set(key, { eventId, minuteMs, section, currency, figures: sum })
      }
      return true
    },
    async keepEvent(event) {
      const present = events.get(event.eventId)
      if (!present || present.version < event.version) events.set(event.eventId, event)
    },
    async prune({ beforeMs, limit }) {
      const old = [...messages].filter(([, minuteMs]) => minuteMs < beforeMs).slice(0, limit)
      for (const [message] of old) messages.delete(message)
      return old.length
    },
  }
}

function reads({
  rows,
  events,
}: FigureMemory): Pick<SalesFigures, 'event' | 'totals' | 'minutes' | 'platform'> {
  const of = (eventId: EventId) => [...rows.values()].filter((row) => row.eventId === eventId)
  return {
    event: async (eventId) => events.get(eventId),
    totals: async (eventId) => grouped(of(eventId)),
    async minutes({ eventId, fromMs, untilMs, section, minutes }) {
      const wanted = of(eventId).filter(
        (row) =>
          row.minuteMs >= fromMs &&
          row.minuteMs < untilMs &&
          (section === undefined || row.section === section),
      )
      const sorted = wanted.toSorted((a, b) => a.minuteMs - b.minuteMs)
      const within = new Set([...new Set(sorted.map((row) => row.minuteMs))].slice(0, minutes))
      return sorted
        .filter((row) => within.has(row.minuteMs))
        .map(({ minuteMs, section: place, currency, figures }) => {
          return { minuteMs, section: place, currency, figures }
        })
    },
    platform: async () => grouped([...rows.values()].map((row) => ({ ...row, section: '' }))),
  }
}

function grouped(rows: readonly PlaceFigures[]): PlaceFigures[] {
  const groups = Map.groupBy(rows, ({ section, currency }) => JSON.stringify([section, currency]))
  return [...groups.values()].map((group) => {
    const { section, currency } = group[0] as PlaceFigures
    const figures: Figures = sumOf(group.map((row) => row.figures))
    return { section, currency, figures }
  })
}

function rebuilds(
  memory: FigureMemory,
): Pick<SalesFigures, 'beginRebuild' | 'rebuild' | 'clearSome' | 'endRebuild'> {
  const { rows, messages } = memory
  const isPresent = ({ askedAtMs }: Rebuild) => memory.rebuild?.askedAtMs === askedAtMs
  return {
    async beginRebuild(rebuild) {
      memory.rebuild = rebuild
    },
    rebuild: async () => memory.rebuild,
    async clearSome(rebuild) {
      if (!isPresent(rebuild) || memory.rebuild?.phase !== 'clearing') return
      for (const [key, row] of rows) if (row.minuteMs >= rebuild.fromMs) rows.delete(key)
      for (const [id, minuteMs] of messages) if (minuteMs >= rebuild.fromMs) messages.delete(id)
      memory.rebuild = { ...rebuild, phase: 'replaying' }
    },
    async endRebuild(rebuild) {
      if (isPresent(rebuild)) memory.rebuild = undefined
    },
  }
}
