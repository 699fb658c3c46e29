import assert from 'node:assert/strict'
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { TokensBody, UserBody } from './bodies.ts'
import { logIn, newBuyer } from './people.ts'
import type { Platform } from './platform.ts'
import { startPlatform } from './start-platform.ts'
import { expectProblem, expectStatus, Rest } from './rest.ts'

let platform: Platform
before(async () => void (platform = await startPlatform()))
after(() => platform.stop())

const credentials = { email: 'Ana@Example.org', password: 'a long enough password' }

test('somebody registers, logs in and is who they said they are', async () => {
  const rest = new Rest(platform.url)
  const registered = expectStatus(
    await rest.post<UserBody>('/v1/auth/register', { ...credentials, name: 'Ana' }),
    201,
  )
  assert.deepEqual(registered.roles, ['buyer'])
  assert.ok(!JSON.stringify(registered).includes(credentials.password))
  const tokens = expectStatus(await rest.post<TokensBody>('/v1/auth/login', credentials), 200)
  assert.deepEqual(Object.keys(tokens).toSorted(), [
    'access_token',
    'expires_in',
    'refresh_token',
    'token_type',
  ])
  assert.equal(tokens.token_type, 'Bearer')
  assert.ok(tokens.expires_in > 0 && tokens.expires_in <= 600)
  const me = expectStatus(await rest.as(tokens.access_token).get<UserBody>('/v1/auth/me'), 200)
  assert.equal(me.user_id, registered.user_id)
})

test('registering a taken address tells nobody that it is, and changes nothing', async () => {
  const rest = new Rest(platform.url)
  const thief = { email: 'ana@EXAMPLE.org', password: 'another password', name: 'Not Ana' }
  expectStatus(await rest.post('/v1/auth/register', thief), 201)
  const { email, password } = thief
  const stolen = await rest.post('/v1/auth/login', { email, password })
  expectProblem(stolen, { status: 401, code: 'invalid_credentials' })
  expectStatus(await rest.post('/v1/auth/login', credentials), 200)
})

test('a wrong password and an unknown address get one and the same answer', async () => {
  const rest = new Rest(platform.url)
  const wrong = { ...credentials, password: 'not this one' }
  const unknown = { ...wrong, email: 'nobody@example.org' }
  const code = 'invalid_credentials'
  const one = expectProblem(await rest.post('/v1/auth/login', wrong), { status: 401, code })
  const other = expectProblem(await rest.post('/v1/auth/login', unknown), { status: 401, code })
  assert.equal(one.detail, other.detail)
})

test('a refresh token is good once; showing it again ends the session', async () => {
  const { rest, refreshToken } = await newBuyer(platform.url)
  const refresh = (token: string) =>
    rest.post<TokensBody>('/v1/auth/refresh', { refresh_token: token })
  const next = expectStatus(await refresh(refreshToken), 200)
  assert.notEqual(next.refresh_token, refreshToken)
  expectStatus(await rest.as(next.access_token).get('/v1/auth/me'), 200)
  const reused = await refresh(refreshToken)
  assert.equal(reused.status, 401)
  // Whoever has the newer one may be the thief: it ends as well.
  assert.equal((await refresh(next.refresh_token)).status, 401)
})

test('after a logout the session cannot be refreshed, and a second logout is no error', async () => {
  const { rest, refreshToken } = await newBuyer(platform.url)
  const body = { refresh_token: refreshToken }
  assert.equal((await rest.post('/v1/auth/logout', body)).status, 204)
  assert.equal((await rest.post('/v1/auth/logout', body)).status, 204)
  assert.equal((await rest.post('/v1/auth/refresh', body)).status, 401)
})

test('without a token, or with a forged one, nobody is anybody', async () => {
  const rest = new Rest(platform.url)
  const nobody = await rest.get('/v1/auth/me')
  expectProblem(nobody, { status: 401, code: 'credential_required' })
  assert.match(nobody.headers.get('www-authenticate') ?? '', /^Bearer/)
  const { refreshToken } = await newBuyer(platform.url)
  for (const token of ['x', 'a.b.c', refreshToken, unsigned(), 'usk_0123456789']) {
    assert.equal((await rest.as(token).get('/v1/auth/me')).status, 401, token)
  }
})

test('an access token can be checked with the published keys', async () => {
  const rest = new Rest(platform.url)
  const { body } = await rest.post<TokensBody>('/v1/auth/login', credentials)
  const [header = '', payload = '', signature = ''] = body.access_token.split('.')
  const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as JwtHeader
  assert.equal(alg, 'EdDSA')
  const { keys } = expectStatus(await rest.get<{ keys: Jwk[] }>('/.well-known/jwks.json'), 200)
  const jwk = keys.find((key) => key.kid === kid)
  assert.ok(jwk, 'the key that signed is published')
  assert.ok(!('d' in jwk), 'its private part is not')
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const signed = Buffer.from(`${header}.${payload}`)
  assert.ok(verify(null, signed, key, Buffer.from(signature, 'base64url')))
})

test('each demo account can log in and has its role', async () => {
  for (const account of platform.accounts) {
    const { rest } = await logIn(platform.url, account)
    const { roles } = expectStatus(await rest.get<UserBody>('/v1/auth/me'), 200)
    assert.ok(roles.includes(account.role), `${account.role} in ${roles.join()}`)
  }
})

interface JwtHeader {
  readonly alg: string
  readonly kid: string
}

interface Jwk extends JsonWebKey {
  readonly kid: string
}

/** The oldest trick: a token that says it needs no signature. */
function unsigned(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none', typ: 'JWT' })}.${part({ sub: 'usr_1', exp: 9_999_999_999 })}.`
}
