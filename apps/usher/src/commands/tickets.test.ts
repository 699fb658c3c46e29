import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runUsher } from './run-command.fixture.ts'

const directory = await mkdtemp(join(tmpdir(), 'usher-tickets-'))
const keysFile = join(directory, 'keys.json')
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const KEY_ID = 'AAAAAAAA'
const jwks = JSON.stringify({
  keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'EdDSA', use: 'sig' }],
})
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const seven = codeFor({ eventId: 7, seat: 'A12' })
const eight = codeFor({ eventId: 8, seat: 'B1' })
after(() => rm(directory, { recursive: true }))
before(() => writeFile(keysFile, jwks))

test('a code is verified with a file of public keys alone', async () => {
  const { code, out } = await verify(seven, '--event', '7')
  assert.equal(code, 0)
  assert.match(out, /^valid {4}USHER\.AE\S+… +event 7, seat A12, bk_0+\.1$/)
})

test('the exit code is 1 when any code is refused, and each says why', async () => {
  const forged = `${seven.slice(0, -8)}AAAAAAAA`
  const { code, out } = await verify(seven, eight, forged, 'hello', '--event', '7', '--json')
  assert.equal(code, 1)
  const { valid, invalid, codes } = JSON.parse(out)
  assert.deepEqual([valid, invalid], [1, 3])
  const details = codes.map((each: { detail?: string }) => each.detail)
  assert.deepEqual(details.slice(1, 2), ['other_event'])
  assert.match(details[2], /bad_signature|not_canonical/)
  assert.equal(details[3], 'malformed')
  assert.equal(codes[0].seat_number, 'A12')
})

test('codes come from a file too, one a line', async () => {
  const list = join(directory, 'codes.txt')
  await writeFile(list, `${seven}\r\n\n${eight}\n`)
  const { code, out } = await verify('--file', list, '--json')
  assert.deepEqual([code, JSON.parse(out).valid], [0, 2])
  assert.equal((await verify('--file', join(directory, 'none'))).code, 1)
  assert.equal((await verify()).code, 2)
  assert.equal((await verify(seven, '--file', list)).code, 2)
  assert.equal((await verify(seven, '--event', 'x')).code, 2)
})

test('keys come from a server, and one that is not there is named', async () => {
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(request.url === '/v1/tickets/keys' ? jwks : '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const there = await runUsher(['tickets', 'verify', seven, '--url', url])
  assert.equal(there.code, 0, there.said)
  assert.equal((await runUsher(['tickets', 'keys', '--url', url])).out, jwks)
  server.closeAllConnections()
  server.close()
  const gone = await runUsher(['tickets', 'verify', seven, '--url', url])
  assert.deepEqual([gone.code, /no Usher answers at/.test(gone.said)], [1, true])
})

test('a file that holds no keys is refused with a sentence', async () => {
  const text = join(directory, 'text')
  await writeFile(text, 'hello')
  for (const file of [text, join(directory, 'none')]) {
    const { code, said } = await runUsher(['tickets', 'verify', seven, '--keys', file])
    assert.deepEqual([code, /malformed_key_set|file_unreadable/.test(said)], [1, true], said)
  }
})

function verify(...argv: readonly string[]) {
  return runUsher(['tickets', 'verify', ...argv, '--keys', keysFile])
}

/** Signed as docs/tickets.md says, and by nothing of Usher's. */
function codeFor({ eventId, seat }: { eventId: number; seat: string }): string {
  const body = Buffer.alloc(32 + seat.length)
  body.writeUInt8(1, 0)
  body.writeUInt32BE(eventId, 6)
  body.writeUInt16BE(1, 26)
  body.writeUInt16BE(1, 28)
  body.writeUInt8(seat.length, 31)
  body.write(seat, 32)
  const signature = sign(null, Buffer.concat([Buffer.from('USHER.'), body]), privateKey)
  return `USHER.${base32(Buffer.concat([body, signature]))}`
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}
