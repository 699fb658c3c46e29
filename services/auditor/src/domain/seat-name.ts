import type { EventId } from '@usher/kernel'

/** One text for a seat of an event, where seats of several events are asked for together. */
export function seatName(eventId: number, seatNumber: string): string {
  return `${eventId}/${seatNumber}`
}

export function seatNamed(name: string): {
  readonly eventId: EventId
  readonly seatNumber: string
} {
  const at = name.indexOf('/')
  return { eventId: Number(name.slice(0, at)) as EventId, seatNumber: name.slice(at + 1) }
}
