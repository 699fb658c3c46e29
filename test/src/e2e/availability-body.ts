/** A body of docs/availability.md, read by that page alone. */
export interface AvailabilityMap {
  readonly changeNumber: number
  readonly areas: Map<number, AreaCounts>
  /** The state of each seat that is in the body, by its place in the map. */
  readonly seats: Map<number, SeatState>
  /** The change number that a body of changes counts from; undefined for the whole map. */
  readonly since: number | undefined
  readonly seatsOfMap: number
}

export interface AreaCounts {
  readonly available: number
  readonly reserved: number
  readonly booked: number
  readonly blocked: number
}

const states = ['AVAILABLE', 'RESERVED', 'BOOKED', 'BLOCKED'] as const
export type SeatState = (typeof states)[number]

const HEADER_BYTES = 24

export function readAvailability(bytes: Uint8Array): AvailabilityMap {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1')
  if (magic !== 'USAV' || view.getUint8(4) !== 1) throw new Error(`not version 1 of USAV: ${magic}`)
  const header = {
    areaCount: view.getUint16(6, true),
    changeNumber: Number(view.getBigUint64(8, true)),
    seatsOfMap: view.getUint32(16, true),
    seatCount: view.getUint32(20, true),
  }
  return view.getUint8(5) === 0 ? wholeMap(view, header) : changes(view, header)
}

interface Header {
  readonly areaCount: number
  readonly changeNumber: number
  readonly seatsOfMap: number
  readonly seatCount: number
}

function wholeMap(view: DataView, header: Header): AvailabilityMap {
  const { areaCount, seatCount } = header
  const areas = new Map<number, AreaCounts>()
  for (let area = 0; area < areaCount; area++) {
    areas.set(area, countsAt(view, HEADER_BYTES + area * 16))
  }
  const packedAt = HEADER_BYTES + areaCount * 16
  const seats = new Map<number, SeatState>()
  for (let seat = 0; seat < seatCount; seat++) {
    const packed = view.getUint8(packedAt + Math.floor(seat / 4))
    seats.set(seat, stateOf(packed >> ((seat % 4) * 2)))
  }
  requireEnd(view, packedAt + Math.ceil(seatCount / 4))
  return { ...header, areas, seats, since: undefined }
}

function changes(view: DataView, header: Header): AvailabilityMap {
  const { areaCount, seatCount } = header
  const since = Number(view.getBigUint64(HEADER_BYTES, true))
  const areasAt = HEADER_BYTES + 8
  const areas = new Map<number, AreaCounts>()
  for (let index = 0; index < areaCount; index++) {
    const at = areasAt + index * 20
    areas.set(view.getUint32(at, true), countsAt(view, at + 4))
  }
  const seatsAt = areasAt + areaCount * 20
  const seats = new Map<number, SeatState>()
  for (let index = 0; index < seatCount; index++) {
    const change = view.getUint32(seatsAt + index * 4, true)
    seats.set(Math.floor(change / 4), stateOf(change))
  }
  requireEnd(view, seatsAt + seatCount * 4)
  return { ...header, areas, seats, since }
}

function countsAt(view: DataView, at: number): AreaCounts {
  const [available = 0, reserved = 0, booked = 0, blocked = 0] = [0, 4, 8, 12].map((offset) =>
    view.getUint32(at + offset, true),
  )
  return { available, reserved, booked, blocked }
}

function stateOf(bits: number): SeatState {
  return states[bits & 3] ?? 'AVAILABLE'
}

function requireEnd(view: DataView, end: number): void {
  if (view.byteLength !== end) throw new Error(`${view.byteLength} bytes where ${end} were said`)
}
