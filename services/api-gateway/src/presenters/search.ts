import type * as proto from '@usher/contracts'
import { event } from './events.ts'
import { page } from './page.ts'
import { instant, instantOrNull, orNull } from './values.ts'

export function searchResult(message: proto.SearchResponse) {
  const { hits, nextCursor, total, correctedText, facets } = message
  return {
    ...page(hits.filter(hasEvent), nextCursor, hit),
    total,
    corrected_text: orNull(correctedText),
    facets: facets.map(({ name, values }) => ({
      name,
      values: values.map(({ value, count }) => ({ value, count })),
    })),
  }
}

type Found = proto.SearchHit & { readonly event: proto.Event }

function hasEvent(message: proto.SearchHit): message is Found {
  return message.event !== undefined
}

function hit(message: Found) {
  return { ...event(message.event), distance_km: message.distanceKm ?? null }
}

export function suggestion({ text, kind, eventId }: proto.Suggestion) {
  return { text, kind, event_id: eventId === 0 ? null : eventId }
}

export function reindex(message: proto.Reindex) {
  return {
    reindex_id: message.reindexId,
    status: message.status,
    messages: message.messages,
    events: message.events,
    started_at: instant(message.startedAtMs),
    ended_at: instantOrNull(message.endedAtMs),
    reason: orNull(message.reason),
  }
}
