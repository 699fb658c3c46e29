import { create } from '@bufbuild/protobuf'
import { type SeatStatusChanged, SeatStatusChangedSchema } from '@usher/contracts'
import { eventOfKey } from '@usher/stores/dynamodb/spread-keys'

/** What the item of a seat must carry, so that the stream alone tells what happened to it. */
export interface SeatImage {
  /** The event, and behind the point the partition. */
  readonly event_id: number
  readonly seat_number: string
  /** Absent where a seat was changed before the map's items were there. */
  readonly section?: string
  readonly status: string
  readonly version: number
  readonly reservation_id: string | null
  readonly booking_id: string | null
  /** Seconds since the epoch, milliseconds as a fraction. */
  readonly updated_at: number
}

/** The message of one record of the stream of `seats`, and the id that all its deliveries have. */
export interface SeatChange {
  readonly id: string
  readonly message: SeatStatusChanged
}

/**
 * What a record of the stream of `seats` tells, from its images as documents; undefined when
 * nobody has changed the seat: it was made, described or removed.
 */
export function seatChangedOf(
  oldImage: Partial<SeatImage> | undefined,
  newImage: Partial<SeatImage> | undefined,
): SeatChange | undefined {
  if (!isChanged(oldImage, newImage)) return undefined
  const eventId = eventOfKey(newImage.event_id)
  const { seat_number: seatNumber, section = '', version } = newImage
  const message = create(SeatStatusChangedSchema, {
    eventId,
    seatNumber,
    section,
    oldStatus: oldImage?.status ?? 'AVAILABLE',
    newStatus: newImage.status,
    version,
    // A seat that was freed says whose it was.
    reservationId: newImage.reservation_id ?? oldImage?.reservation_id ?? '',
    bookingId: newImage.booking_id ?? oldImage?.booking_id ?? '',
    occurredAtMs: BigInt(Math.round(newImage.updated_at * 1000)),
  })
  return { id: `seats/${eventId}#${seatNumber}/${version}`, message }
}

function isChanged(
  oldImage: Partial<SeatImage> | undefined,
  newImage: Partial<SeatImage> | undefined,
): newImage is SeatImage {
  if (newImage?.version === undefined) return false
  // One that was imported free has a version from elsewhere, and here it has only been made.
  if (!oldImage && newImage.status === 'AVAILABLE') return false
  return newImage.version > (oldImage?.version ?? 0)
}
