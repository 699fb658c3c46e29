import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TicketSignatures } from './ticket-signatures.ts'

/** Test 1 of RFC 8032, section 7.1: an empty message. */
const rfc8032 = {
  d: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  x: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  signature: [
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155',
    '5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ].join(''),
}

/** The order of the base point of edwards25519. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n

/** The law of `TicketSignatures`, for every adapter. */
export function ticketSignaturesContract(name: string, open: () => TicketSignatures): void {
  const message = new TextEncoder().encode('USHER.a claim')

  void describe(`ticket signatures by ${name}`, () => {
    void test('a signature verifies with its key and its message alone', async () => {
      const signatures = open()
      const [key, other] = [signatures.newKey(), signatures.newKey()]
      const signature = signatures.sign(key, message)
      assert.equal(signature.length, 64)
      assert.deepEqual(signatures.sign(key, message), signature)
      assert.equal(await signatures.verify(key, message, signature), true)
      assert.equal(await signatures.verify(other, message, signature), false)
      assert.equal(await signatures.verify(key, message.subarray(1), signature), false)
      for (const nonsense of [new Uint8Array(64), new Uint8Array(), signature.subarray(1)]) {
        assert.equal(await signatures.verify(key, message, nonsense), false)
      }
    })

    void test('it is Ed25519, as the test vector of RFC 8032 has it', async () => {
      const signatures = open()
      const key = { keyId: '', x: base64url(rfc8032.x), d: base64url(rfc8032.d) }
      const signature = signatures.sign(key, new Uint8Array())
      assert.equal(Buffer.from(signature).toString('hex'), rfc8032.signature)
      assert.equal(await signatures.verify(key, new Uint8Array(), signature), true)
    })

    void test('a signature has no second form: one with S + L is refused', async () => {
      const signatures = open()
      const key = signatures.newKey()
      const forged = Buffer.from(signatures.sign(key, message))
      const s = BigInt(`0x${Buffer.from(forged.subarray(32)).reverse().toString('hex')}`) + L
      Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse().copy(forged, 32)
      assert.equal(await signatures.verify(key, message, forged), false)
    })

    void test('every key has another id of eight characters', () => {
      const signatures = open()
      const [one, other] = [signatures.newKey(), signatures.newKey()]
      assert.match(one.keyId, /^[A-Z2-7]{8}$/)
      assert.notEqual(one.keyId, other.keyId)
    })
  })
}

function base64url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url')
}
