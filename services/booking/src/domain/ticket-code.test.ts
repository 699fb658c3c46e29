import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId, EventId, SeatNumber } from '@usher/kernel'
import fc from 'fast-check'
import { fromBase32, toBase32 } from './base32.ts'
import { parseTicketCode, signedPart, type TicketClaim, ticketCodeText } from './ticket-code.ts'

const claim: TicketClaim = {
  keyId: 'MFRGGZDF',
  eventId: 7 as EventId,
  bookingId: 'bk_01k9a2b3c4d5e6f7g8h9jkmnpq' as BookingId,
  number: 1,
  issue: 1,
  place: { kind: 'seat', seatNumber: 'A-12' as SeatNumber },
}
const signature = Uint8Array.from({ length: 64 }, (_, i) => i)
const code = ticketCodeText(signedPart(claim), signature)

test('the code of a usual seat has 166 characters of the alphanumeric mode of QR codes', () => {
  assert.equal(code.length, 166)
  assert.match(code, /^USHER\.[A-Z2-7]+$/)
})

test('any claim is read back from its code', () => {
  fc.assert(
    fc.property(claims(), fc.uint8Array({ minLength: 64, maxLength: 64 }), (made, signed) => {
      const parsed = parseTicketCode(ticketCodeText(signedPart(made), signed))
      assert.ok(parsed.ok)
      assert.deepEqual(parsed.code.claim, made)
      assert.deepEqual(parsed.code.signature, signed)
      assert.deepEqual(parsed.code.signed, signedPart(made))
    }),
  )
})

test('any text gives a code or a reason, and what gives a code is its only text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.stringMatching(/^USHER\.[A-Z2-7]{0,300}$/),
    fc.tuple(fc.nat(code.length), fc.string({ unit: 'grapheme', maxLength: 2 })).map(replaced),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseTicketCode(text)
      if (!parsed.ok) return
      assert.equal(ticketCodeText(signedPart(parsed.code.claim), parsed.code.signature), text)
    }),
    { numRuns: 2000 },
  )
})

test('other writings of the same bytes are refused', () => {
  for (const text of [code.toLowerCase(), ` ${code}`, `${code}\n`, `${code}=`, `${code}======`]) {
    assert.deepEqual(parseTicketCode(text), { ok: false, problem: 'malformed' })
  }
  assert.deepEqual(parseTicketCode(`${code}A`), { ok: false, problem: 'not_canonical' })
})

test('trailing bits that are not zero are refused', () => {
  const seat = { kind: 'seat', seatNumber: 'A1' as SeatNumber } as const
  const text = ticketCodeText(signedPart({ ...claim, place: seat }), signature)
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(text.at(-1) ?? '')
  const changed = `${text.slice(0, -1)}${'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[last + 1]}`
  assert.deepEqual(parseTicketCode(changed), { ok: false, problem: 'not_canonical' })
})

test('another version, a wrong length, and what means nothing are told apart', () => {
  const bytes = fromBase32(code.slice(6)) ?? new Uint8Array()
  const problemOf = (change: (bytes: Uint8Array) => Uint8Array) => {
    const parsed = parseTicketCode(`USHER.${toBase32(change(Uint8Array.from(bytes)))}`)
    return parsed.ok ? '' : parsed.problem
  }
  const at = (index: number, value: number) => (given: Uint8Array) => given.with(index, value)
  assert.equal(problemOf(at(0, 2)), 'unknown_version')
  assert.equal(problemOf(at(31, 5)), 'wrong_length')
  assert.equal(
    problemOf((given) => given.subarray(0, -1)),
    'wrong_length',
  )
  assert.equal(problemOf(at(30, 2)), 'malformed')
  assert.equal(problemOf(at(32, 0xff)), 'malformed')
  assert.equal(
    problemOf((given) => given.with(26, 0).with(27, 0)),
    'malformed',
  )
  assert.deepEqual(parseTicketCode(''), { ok: false, problem: 'malformed' })
  assert.deepEqual(parseTicketCode('A'.repeat(100_000)), { ok: false, problem: 'malformed' })
})

function replaced([at, text]: [number, string]): string {
  return `${code.slice(0, at)}${text}${code.slice(at + 1)}`
}

function claims(): fc.Arbitrary<TicketClaim> {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  const parts = {
    keyId: fc.stringMatching(/^[A-Z2-7]{8}$/),
    eventId: fc.nat(0xffff_ffff).map((id) => id as EventId),
    bookingId: fc.stringMatching(/^bk_[0-7][0-9a-hjkmnp-tv-z]{25}$/).map((id) => id as BookingId),
    number: fc.integer({ min: 1, max: 65_535 }),
    issue: fc.integer({ min: 1, max: 65_535 }),
    place: fc.oneof(
      name.map((seat) => ({ kind: 'seat' as const, seatNumber: seat as SeatNumber })),
      name.map((area) => ({ kind: 'area' as const, area })),
    ),
  }
  return fc.record(parts, { noNullPrototype: true })
}
