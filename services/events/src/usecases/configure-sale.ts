import type { EventId } from '@usher/kernel'
import { saleRulesOf } from '../domain/sale-rules.ts'
import type { EventsPorts } from './ports.ts'

/** Events told of in one run of the job. */
const PENDING_MAX = 100

/** Tells inventory how the event is sold now. */
export async function configureSale(
  { events, inventory }: Pick<EventsPorts, 'events' | 'inventory'>,
  eventId: EventId,
): Promise<void> {
  const event = await events.get(eventId)
  if (!event) return
  await inventory.configureSale(eventId, event.version, saleRulesOf(event))
  await events.saleConfigured(eventId, event.version)
}

/**
 * Tells inventory of the events it has not acknowledged, in turn, so that one it refuses does not
 * hold up the others.
 */
export class PendingSales {
  readonly #ports: Pick<EventsPorts, 'events' | 'inventory' | 'telemetry'>
  #after = 0

  constructor(ports: Pick<EventsPorts, 'events' | 'inventory' | 'telemetry'>) {
    this.#ports = ports
  }

  async configure(stopping?: AbortSignal): Promise<void> {
    const { events, telemetry } = this.#ports
    const pending = await events.pendingSales({ after: this.#after, limit: PENDING_MAX })
    for (const eventId of pending) {
      if (stopping?.aborted) return
      try {
        await configureSale(this.#ports, eventId)
      } catch (error) {
        telemetry.saleNotConfigured(eventId, error)
      }
    }
    this.#after = pending.length < PENDING_MAX ? 0 : (pending.at(-1) ?? 0)
  }
}
