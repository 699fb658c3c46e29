import { type EventId, isDomainError } from '@usher/kernel'
import type { Event } from '../domain/event.ts'
import { changesSale } from '../domain/sale-rules.ts'
import { configureSale } from './configure-sale.ts'
import { eventNotFound } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

/** Others may write between our read and our write so often before the caller is told. */
const CHANGE_ATTEMPTS_MAX = 5

/**
 * Writes what `decide` makes of the event, published in the same commit; the same event back means
 * nothing to do. When the sale changes, inventory is told: the need is part of the commit, so a
 * crash before the telling is mended by the job.
 */
export async function changeEvent(
  ports: EventsPorts,
  eventId: EventId,
  decide: (event: Event) => Event,
): Promise<Event> {
  const { before, after } = await writeDecision(ports, eventId, decide)
  if (after === before) return after
  ports.telemetry.eventChanged(before, after)
  if (changesSale(before, after)) await configureSaleNow(ports, eventId)
  return after
}

async function writeDecision(
  { events }: EventsPorts,
  eventId: EventId,
  decide: (event: Event) => Event,
): Promise<{ before: Event; after: Event }> {
  for (let attempt = 1; ; attempt++) {
    const before = await events.get(eventId)
    if (!before) throw eventNotFound(eventId)
    const after = decide(before)
    if (after === before) return { before, after }
    try {
      await events.replace(after, { configureSale: changesSale(before, after) })
      return { before, after }
    } catch (error) {
      if (!isDomainError(error, 'stale_version') || attempt === CHANGE_ATTEMPTS_MAX) throw error
    }
  }
}

/** What has been decided stands, whether or not inventory can be told at once. */
async function configureSaleNow(ports: EventsPorts, eventId: EventId): Promise<void> {
  try {
    await configureSale(ports, eventId)
  } catch (error) {
    ports.telemetry.saleNotConfigured(eventId, error)
  }
}
