import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import type { BookingId, EventId, SeatNumber } from '@usher/kernel'
import { fromBase32, toBase32 } from '../../domain/base32.ts'
import { signedPart, type TicketClaim, ticketCodeText } from '../../domain/ticket-code.ts'
import { keyIdOf, nodeTicketSignatures } from './ticket-signatures.ts'
import { ticketVerifier, verifyTicketCode } from './verify-ticket-code.ts'

/** The vector of docs/tickets.md; its key is that of test 1 in RFC 8032, section 7.1. */
const vector = {
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  code: [
    'USHER.AGIPVSX6VEAAAAAHAGNFIJNGSOIGJQDRCI4FATE57IAACAABAACECLJRGKVSRDB5XUC5OSNE3O72K',
    'MVXVJQ5QAFAQMSASIEYIDDZ5VMCNMLTCST3HUG463NU6BGTBJP6K3HH6X3N4SF3AQMHHT7H5RVQCJKP43YJ',
  ].join(''),
}
const key = { keyId: keyIdOf(vector.x), x: vector.x, d: vector.d }
const keys = { keys: [{ kid: key.keyId, kty: 'OKP', crv: 'Ed25519', x: key.x }] }
const signatures = nodeTicketSignatures()
const claim: TicketClaim = {
  keyId: key.keyId,
  eventId: 7 as EventId,
  bookingId: 'bk_01k9a2b9mkj1jc0w8j7184s7ft' as BookingId,
  number: 1,
  issue: 1,
  place: { kind: 'seat', seatNumber: 'A-12' as SeatNumber },
}
const code = codeOf(claim)
const verify = ticketVerifier(keys)

test('the vector that is published is what we make and what we take', () => {
  assert.equal(code, vector.code)
  assert.deepEqual(verifyTicketCode(code, JSON.stringify(keys), 7), {
    valid: true,
    ticket: {
      ticketId: 'bk_01k9a2b9mkj1jc0w8j7184s7ft.1',
      bookingId: 'bk_01k9a2b9mkj1jc0w8j7184s7ft',
      eventId: 7,
      number: 1,
      issue: 1,
      seatNumber: 'A-12',
      area: '',
      keyId: key.keyId,
    },
  })
})

test('a code with any bit flipped is refused', () => {
  const bytes = fromBase32(code.slice('USHER.'.length)) ?? new Uint8Array()
  assert.equal(bytes.length, 100)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Uint8Array.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.equal(verify(`USHER.${toBase32(flipped)}`).valid, false, `bit ${bit}`)
  }
})

test('a ticket of another event and one of an unknown key are told apart', () => {
  assert.deepEqual(verify(code, 8), { valid: false, reason: 'invalid', detail: 'other_event' })
  const other = ticketVerifier({ keys: [] })(code)
  assert.deepEqual(other, { valid: false, reason: 'invalid', detail: 'unknown_key' })
})

test('another algorithm, another format or no signature at all is refused', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const signed = signedPart(claim)
  const badSignatures = [
    new Uint8Array(64),
    sign(null, signed, privateKey),
    // The classic: the public key taken for a secret.
    createHmac('sha512', Buffer.from(key.x, 'base64url')).update(signed).digest(),
    // Signed without the prefix, as for another purpose.
    signatures.sign(key, signed.subarray('USHER.'.length)),
  ]
  for (const signature of badSignatures) {
    const detail = 'bad_signature'
    const answer = verify(ticketCodeText(signed, signature))
    assert.deepEqual(answer, { valid: false, reason: 'invalid', detail })
  }
  const payload = { ticket: 'bk_01k9a2b9mkj1jc0w8j7184s7ft.1', event: 7, seat: 'A-12' }
  const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const text of [
    JSON.stringify(payload),
    `${base64url({ alg: 'none' })}.${base64url(payload)}.`,
    `${base64url({ alg: 'HS256' })}.${base64url(payload)}.c2lnbmF0dXJl`,
    `USHER.${base64url(payload)}`,
  ]) {
    assert.deepEqual(verify(text), { valid: false, reason: 'invalid', detail: 'malformed' })
  }
})

test('the fields of one ticket and the signature of another are refused', () => {
  const other = { ...claim, number: 2 }
  const answer = verify(ticketCodeText(signedPart(other), signatures.sign(key, signedPart(claim))))
  assert.deepEqual(answer, { valid: false, reason: 'invalid', detail: 'bad_signature' })
})

test('keys of other kinds are passed over, and what is no key set is said to be none', () => {
  const more = { kid: 'rsa', kty: 'RSA', crv: '', x: '' }
  assert.equal(verifyTicketCode(code, { keys: [more, ...keys.keys] }).valid, true)
  const nonsense = { kid: key.keyId, kty: 'OKP', crv: 'Ed25519', x: 'short' }
  for (const text of ['', '{}', '[]', 'null', JSON.stringify({ keys: [nonsense] })]) {
    assert.throws(() => verifyTicketCode(code, text), { code: 'malformed_key_set' })
  }
})

function codeOf(made: TicketClaim): string {
  const signed = signedPart(made)
  return ticketCodeText(signed, signatures.sign(key, signed))
}
