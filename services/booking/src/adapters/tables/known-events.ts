import { put, type Tables } from '@usher/stores'
import type { KnownEvents } from '../../ports/known-events.ts'
import { knownEventsTable } from './ticket-tables.ts'

/** What has been heard of events, in the embedded store; check and commit share a turn. */
export function tablesKnownEvents(tables: Tables): KnownEvents {
  return {
    async learn({ eventId, cancelled, startsAtMs, endsAtMs, version }) {
      const known = tables.get(knownEventsTable, eventId)
      if (known && known.version >= version) return
      const times = { starts_at_ms: startsAtMs, ends_at_ms: endsAtMs }
      await tables.commit([
        put(knownEventsTable, { event_id: eventId, cancelled, ...times, version }),
      ])
    },
    async get(eventId) {
      const row = tables.get(knownEventsTable, eventId)
      if (!row) return undefined
      const { cancelled, starts_at_ms: startsAtMs, ends_at_ms: endsAtMs, version } = row
      return { eventId, cancelled, startsAtMs, endsAtMs, version }
    },
  }
}
