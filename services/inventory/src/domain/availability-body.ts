/** The bytes of docs/availability.md: all numbers little-endian and unsigned. */
const MAGIC = 0x56415355 // 'USAV', read as a little-endian number
const VERSION = 1
const WHOLE = 0
const DELTA = 1
const HEADER_BYTES = 24
const COUNTS_BYTES = 16
const AREA_CHANGE_BYTES = 20
const SEAT_CHANGE_BYTES = 4

interface Header {
  readonly kind: number
  readonly areas: number
  readonly changeNumber: number
  readonly seatCount: number
  readonly entries: number
}

/** How long a whole map is. */
export function mapBodyBytes({ seatCount, areas }: { seatCount: number; areas: number }): number {
  return HEADER_BYTES + areas * COUNTS_BYTES + Math.ceil(seatCount / 4)
}

/** The whole map: header, four counters an area, two bits a seat. */
export function mapBody({
  changeNumber,
  seatCount,
  packed,
  areaCounts,
}: {
  changeNumber: number
  seatCount: number
  packed: Uint8Array
  areaCounts: Uint32Array
}): Uint8Array {
  const areas = areaCounts.length / 4
  const body = new Uint8Array(mapBodyBytes({ seatCount, areas }))
  const bytes = new DataView(body.buffer)
  writeHeader(bytes, { kind: WHOLE, areas, changeNumber, seatCount, entries: seatCount })
  for (const [at, count] of areaCounts.entries())
    bytes.setUint32(HEADER_BYTES + at * 4, count, true)
  body.set(packed, HEADER_BYTES + areas * COUNTS_BYTES)
  return body
}

/**
 * What changed: header, since, area changes, seat changes. `changed` ascends; an area a is
 * seatCount + a in it.
 */
export function deltaBody({
  since,
  changeNumber,
  seatCount,
  states,
  areaCounts,
  changed,
}: {
  since: number
  changeNumber: number
  seatCount: number
  states: Uint8Array
  areaCounts: Uint32Array
  changed: readonly number[]
}): Uint8Array {
  const seats = changed.filter((it) => it < seatCount)
  const areas = changed.slice(seats.length).map((it) => it - seatCount)
  const areasAt = HEADER_BYTES + 8
  const seatsAt = areasAt + areas.length * AREA_CHANGE_BYTES
  const body = new Uint8Array(seatsAt + seats.length * SEAT_CHANGE_BYTES)
  const bytes = new DataView(body.buffer)
  const entries = seats.length
  writeHeader(bytes, { kind: DELTA, areas: areas.length, changeNumber, seatCount, entries })
  bytes.setBigUint64(HEADER_BYTES, BigInt(since), true)
  for (const [at, area] of areas.entries()) {
    const offset = areasAt + at * AREA_CHANGE_BYTES
    bytes.setUint32(offset, area, true)
    for (let state = 0; state < 4; state++) {
      bytes.setUint32(offset + 4 + state * 4, areaCounts[area * 4 + state] ?? 0, true)
    }
  }
  for (const [at, seat] of seats.entries()) {
    bytes.setUint32(seatsAt + at * SEAT_CHANGE_BYTES, seat * 4 + (states[seat] ?? 0), true)
  }
  return body
}

function writeHeader(bytes: DataView, header: Header): void {
  bytes.setUint32(0, MAGIC, true)
  bytes.setUint8(4, VERSION)
  bytes.setUint8(5, header.kind)
  bytes.setUint16(6, header.areas, true)
  bytes.setBigUint64(8, BigInt(header.changeNumber), true)
  bytes.setUint32(16, header.seatCount, true)
  bytes.setUint32(20, header.entries, true)
}
