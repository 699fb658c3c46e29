import assert from 'node:assert/strict'
import { createHmac, sign } from 'node:crypto'
import { test } from 'node:test'
import { newId } from '@usher/kernel'
import { seededRandom } from '@usher/testing'
import { openTokens } from './open-tokens.fixture.ts'

const tokens = await openTokens()
const { pair, strangerPair, signedBy, goodHeader, goodClaims, nowSeconds } = tokens
const ours = (forgery: Parameters<typeof signedBy>[1]) => signedBy(pair, forgery)
const strangers = (header: Readonly<Record<string, unknown>>) => signedBy(strangerPair, { header })

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
const good = await ours({})
const [header = '', payload = '', signature = ''] = good.split('.')

/** Signed with HMAC and our public key, which everybody has, as its secret. */
function hmacToken(secret: string | Buffer): string {
  const text = `${encode({ ...goodHeader, alg: 'HS256' })}.${payload}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

/** Signed by us over a header that jose would not write. */
function ourSignatureOver(strangeHeader: unknown): string {
  const text = `${encode(strangeHeader)}.${payload}`
  return `${text}.${sign(null, Buffer.from(text), pair.privateKey).toString('base64url')}`
}

/** Our signature of a good token, under other claims. */
function resealed(claims: unknown): string {
  return `${header}.${encode(claims)}.${signature}`
}

function bitFlipped(part: string, at: number): string {
  const bytes = Buffer.from(part, 'base64url')
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes.toString('base64url')
}

const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }) as string
const publicDer = pair.publicKey.export({ type: 'spki', format: 'der' })
const stranger = strangerPair.publicJwk
const another = newId({ clock: tokens.clock, random: seededRandom(9) }, 'user')

const bad: Readonly<Record<string, string>> = {
  'no text': '',
  'no token': 'nonsense',
  'two parts': `${header}.${payload}`,
  'four parts': `${good}.${signature}`,
  'an empty signature': `${header}.${payload}.`,
  'alg none, no signature': `${encode({ ...goodHeader, alg: 'none' })}.${payload}.`,
  'alg none, our signature': `${encode({ ...goodHeader, alg: 'none' })}.${payload}.${signature}`,
  'alg nOnE': `${encode({ ...goodHeader, alg: 'nOnE' })}.${payload}.${signature}`,
  'alg missing': ourSignatureOver({ typ: 'at+jwt', kid: pair.keyId }),
  'alg Ed448': ourSignatureOver({ ...goodHeader, alg: 'Ed448' }),
  'HS256 with our public key as PEM': hmacToken(publicPem),
  'HS256 with our public key as DER': hmacToken(publicDer),
  "HS256 with our public key's x": hmacToken(pair.publicJwk.x as string),
  'HS256 with an empty key': hmacToken(''),
  'a signature of another key under our kid': await strangers({}),
  'an unknown kid': await strangers({ kid: strangerPair.keyId }),
  'no kid': ourSignatureOver({ alg: 'EdDSA', typ: 'at+jwt' }),
  'a kid that is a path': await strangers({ kid: '../../../../dev/null' }),
  'a kid that is SQL': await strangers({ kid: "x' UNION SELECT 'x" }),
  'a kid that every object has': await strangers({ kid: '__proto__' }),
  'a kid that is no text': ourSignatureOver({ ...goodHeader, kid: { $ne: '' } }),
  'a key that the token brings along': await strangers({ jwk: stranger }),
  'a key set that the token names': await strangers({ jku: 'https://evil.example/jwks.json' }),
  'a certificate that the token names': await strangers({ x5u: 'https://evil.example/x.pem' }),
  'an extension that must be understood': ourSignatureOver({ ...goodHeader, crit: ['x'], x: 1 }),
  'an unencoded payload': ourSignatureOver({ ...goodHeader, crit: ['b64'], b64: false }),
  'no typ': ourSignatureOver({ alg: 'EdDSA', kid: pair.keyId }),
  'typ JWT, a token for another purpose': await ours({ header: { typ: 'JWT' } }),
  'typ of a queue token': await ours({ header: { typ: 'queue+jwt' } }),
  expired: await ours({ claims: { exp: nowSeconds } }),
  'no exp': await ours({ claims: { exp: undefined } }),
  'exp that is text': await ours({ claims: { exp: `${nowSeconds + 600}` } }),
  'exp beyond all numbers': await ours({ payload: '{"exp":1e999}' }),
  'a life longer than ours': await ours({ claims: { exp: nowSeconds + 601 } }),
  'no iat': await ours({ claims: { iat: undefined } }),
  'not valid yet': await ours({ claims: { nbf: nowSeconds + 1 } }),
  'another issuer': await ours({ claims: { iss: 'usher.evil.example' } }),
  'no issuer': await ours({ claims: { iss: undefined } }),
  'another audience': await ours({ claims: { aud: 'mail' } }),
  'several audiences': await ours({ claims: { aud: ['mail', 'usher'] } }),
  'no audience': await ours({ claims: { aud: undefined } }),
  'no subject': await ours({ claims: { sub: undefined } }),
  'a subject that is no user': await ours({ claims: { sub: 'user_1' } }),
  'no roles': await ours({ claims: { roles: undefined } }),
  'a role that is none': await ours({ claims: { roles: ['buyer', 'root'] } }),
  'roles that are text': await ours({ claims: { roles: 'admin' } }),
  'a payload that is no JSON': await ours({ payload: 'sub=admin' }),
  'a payload that is a list': await ours({ payload: '[]' }),
  'a payload that is null': await ours({ payload: 'null' }),
  'another user in the payload': resealed({ ...goodClaims, sub: another }),
  'more roles in the payload': resealed({ ...goodClaims, roles: ['admin'] }),
  'a flipped bit in the header': `${bitFlipped(header, 9)}.${payload}.${signature}`,
  'a flipped bit in the payload': `${header}.${bitFlipped(payload, 20)}.${signature}`,
  'a flipped bit in the signature': `${header}.${payload}.${bitFlipped(signature, 40)}`,
  'a signature of zeros': `${header}.${payload}.${'A'.repeat(86)}`,
  'another way to write the signature': `${good.slice(0, -1)}${next(signature.at(-1) as string)}`,
  'trailing garbage': `${good}A`,
  'a trailing space': `${good} `,
  'a trailing line break': `${good}\n`,
  padding: `${good}==`,
  'the scheme before it': `Bearer ${good}`,
  'a megabyte of payload': `${header}.${'A'.repeat(1_000_000)}.${signature}`,
  'a million dots': '.'.repeat(1_000_000),
}

/** The same two significant bits, one of the four that do not count set. */
function next(last: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(last) + 1] as string
}

test('the good token that the bad ones are made of is good', async () => {
  await tokens.accessTokens.verify(good)
  await tokens.accessTokens.verify(ourSignatureOver(goodHeader))
})

for (const [what, token] of Object.entries(bad)) {
  test(`refused: ${what}`, async () => {
    await assert.rejects(tokens.accessTokens.verify(token), {
      kind: 'unauthenticated',
      code: 'invalid_token',
      message: 'the credential is not valid',
      facts: {},
    })
  })
}
