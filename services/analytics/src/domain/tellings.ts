import type { Count } from './figures.ts'

type Areas = Readonly<Record<string, number>>

/** A seat that changed hands. What seats are sold for is told by bookings. */
export function seatCounts(change: {
  readonly section: string
  readonly oldStatus: string
  readonly newStatus: string
}): readonly Count[] {
  const { section, oldStatus, newStatus } = change
  const place = { section, currency: '' }
  if (newStatus === 'BOOKED') return [{ ...place, figures: { booked: 1 } }]
  // Extended or taken over: one more reservation only when it was not reserved before.
  if (newStatus === 'RESERVED' && oldStatus !== 'RESERVED') {
    return [{ ...place, figures: { reserved: 1 } }]
  }
  if (newStatus !== 'AVAILABLE') return []
  if (oldStatus === 'RESERVED') return [{ ...place, figures: { released: 1 } }]
  if (oldStatus === 'BOOKED') return [{ ...place, figures: { cancelled: 1 } }]
  return []
}

export function confirmationCounts(booking: {
  readonly areas: Areas
  readonly currency: string
  readonly totalMinor: number
}): readonly Count[] {
  const { areas, currency, totalMinor } = booking
  const sale = { section: '', currency, figures: { bookings: 1, capturedMinor: totalMinor } }
  return [sale, ...areaCounts(areas, (places) => ({ booked: places }))]
}

export function cancellationCounts(cancelled: {
  readonly areas: Areas
  readonly currency: string
  readonly refundedMinor: number
}): readonly Count[] {
  const { areas, currency, refundedMinor } = cancelled
  const figures = { cancellations: 1, refundedMinor }
  return [{ section: '', currency, figures }, ...areaCounts(areas, (n) => ({ cancelled: n }))]
}

export function expiryCounts(expired: {
  readonly seatNumbers: readonly string[]
  readonly areas: Areas
}): readonly Count[] {
  const places = Object.values(expired.areas).reduce((sum, each) => sum + each, 0)
  const expiredPlaces = expired.seatNumbers.length + places
  const figures = { expiredReservations: 1, expiredPlaces }
  return [
    { section: '', currency: '', figures },
    ...areaCounts(expired.areas, (released) => ({ released })),
  ]
}

function areaCounts(areas: Areas, figuresOf: (places: number) => Count['figures']): Count[] {
  return Object.entries(areas).map(([section, places]) => ({
    section,
    currency: '',
    figures: figuresOf(places),
  }))
}
