import type { ImportedEvent } from '@usher/events/event-files'
import { type Currency, formatMoney } from '@usher/kernel'
import type { EventTarget, KnownEvent } from './event-target.ts'
import type { EventImportOptions } from './import-options.ts'

export interface Equipped {
  readonly seatMap: boolean
  readonly published: boolean
  /** Why the event is no further than it is. */
  readonly note?: string
}

const AREA = 'General admission'

/**
 * Gives an event its area, unless it has a seat map, and publishes it, as far as that was asked
 * for. What is over is an archive: it is published without seats.
 */
export async function equipEvent(
  target: EventTarget,
  { known, event }: { known: KnownEvent; event: ImportedEvent },
  options: EventImportOptions,
): Promise<Equipped> {
  const { capacity, publish } = options
  const isAsked = capacity !== undefined || publish
  if (!known.isDraft || !isAsked) return { seatMap: false, published: false }
  const isOver = (event.endMs ?? event.startMs) <= target.startedAtMs
  if (!isOver && event.startMs <= target.startedAtMs) {
    return { seatMap: false, published: false, note: 'stays a draft: it has begun' }
  }
  let hasMap = await target.hasSeatMap(known)
  const price = hasMap || isOver ? undefined : priceOf(event, known, options)
  if (capacity !== undefined && price !== undefined) {
    await target.putSeatMap(known, areaMap({ capacity, price, currency: known.currency }))
    hasMap = true
  }
  const seatMap = capacity !== undefined && price !== undefined
  if (!publish) return { seatMap, published: false }
  if (!hasMap && !isOver) return { seatMap, published: false, note: whyNot(options) }
  await target.publish(known)
  return { seatMap, published: true }
}

/** What was said wins over the file. */
function priceOf(
  { priceMinor, currency }: ImportedEvent,
  known: KnownEvent,
  { price }: EventImportOptions,
): string | undefined {
  if (price !== undefined) return price
  if (priceMinor === null || (currency !== known.currency && priceMinor > 0)) return undefined
  return formatMoney({ amountMinor: priceMinor, currency: known.currency as Currency })
}

function whyNot({ capacity }: EventImportOptions): string {
  return capacity === undefined
    ? 'stays a draft: it has no seat map, and --capacity gives none'
    : 'stays a draft: the file does not say the price, and --price gives none'
}

function areaMap({
  capacity,
  price,
  currency,
}: {
  capacity: number
  price: string
  currency: string
}) {
  return JSON.stringify({
    name: AREA,
    currency,
    categories: [{ name: AREA, price }],
    areas: [{ name: AREA, category: AREA, capacity }],
  })
}
