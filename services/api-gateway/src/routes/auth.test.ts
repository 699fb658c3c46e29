import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openGateway } from '../testing/open-gateway.fixture.ts'

const { gateway, call } = openGateway()
after(() => gateway.close())

const post = (url: string, body: object) => call({ method: 'POST', url, body })

test('an account may say in which language its mails are to be', async () => {
  const account = { email: 'ada@example.org', password: 'correct horse', name: 'Ada' }
  const plain = await post('/v1/auth/register', account)
  assert.equal(plain.json().language, null)
  const chosen = await post('/v1/auth/register', { ...account, language: 'zh-TW' })
  assert.deepEqual([chosen.statusCode, chosen.json().language], [201, 'zh-TW'])
  const nonsense = await post('/v1/auth/register', { ...account, language: 'a language' })
  assert.equal(nonsense.json().errors[0].pointer, '#/language')
})

test('an account is created, and its owner logs in, refreshes and logs out', async () => {
  const account = { email: 'ada@example.org', password: 'correct horse', name: 'Ada' }
  const registered = await post('/v1/auth/register', account)
  assert.equal(registered.statusCode, 201)
  assert.deepEqual(
    [registered.json().email, registered.json().roles],
    ['ada@example.org', ['buyer']],
  )
  assert.doesNotMatch(registered.body, /correct horse/)

  const session = await post('/v1/auth/login', { email: 'ada@example.org', password: 'right' })
  const tokens = {
    access_token: 'access',
    refresh_token: 'refresh',
    expires_in: 600,
    token_type: 'Bearer',
  }
  assert.deepEqual([session.statusCode, session.json()], [200, tokens])
  assert.deepEqual((await post('/v1/auth/refresh', { refresh_token: 'refresh' })).json(), tokens)
  const out = await post('/v1/auth/logout', { refresh_token: 'refresh' })
  assert.deepEqual([out.statusCode, out.body], [204, ''])
})

test('a wrong password is 401', async () => {
  const answer = await post('/v1/auth/login', { email: 'ada@example.org', password: 'wrong' })
  assert.deepEqual([answer.statusCode, answer.json().code], [401, 'invalid_credentials'])
})

test('who one is is told to those who say it right', async () => {
  assert.equal((await call({ url: '/v1/auth/me', as: 'owner' })).json().name, 'owner')
  const me = (authorization: string) => call({ url: '/v1/auth/me', headers: { authorization } })
  const none = await call({ url: '/v1/auth/me' })
  assert.deepEqual([none.statusCode, none.json().code], [401, 'credential_required'])
  assert.equal(none.headers['www-authenticate'], 'Bearer realm="usher"')
  for (const credential of ['Basic abc', 'Bearer', 'Bearer a b', 'Bearer nobody', '']) {
    const answer = await me(credential)
    assert.equal(answer.statusCode, 401, credential)
    assert.match(String(answer.headers['www-authenticate']), /error="invalid_token"/)
  }
  assert.equal((await me('bearer token-buyer')).statusCode, 200)
})

test('a wrong credential is refused even where none is needed', async () => {
  const answer = await call({ url: '/v1/events', headers: { authorization: 'Bearer nobody' } })
  assert.equal(answer.statusCode, 401)
})

test('the public keys may be kept for a while', async () => {
  const answer = await call({ url: '/.well-known/jwks.json' })
  assert.deepEqual(answer.json(), { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'abc' }] })
  assert.equal(answer.headers['cache-control'], 'public, max-age=300')
})

test('an API key is shown once, listed without its secret, and revoked', async () => {
  const url = '/v1/auth/api-keys'
  const made = await call({ method: 'POST', url, as: 'owner', body: { label: 'box office' } })
  assert.deepEqual([made.statusCode, made.json().secret], [201, 'usk_secret'])
  const listed = await call({ url, as: 'owner' })
  assert.doesNotMatch(listed.body, /secret/)
  assert.equal((await call({ method: 'DELETE', url: `${url}/key_1`, as: 'owner' })).statusCode, 204)
})

test('who scans at a door may have a key for a device there, who only buys may not', async () => {
  const wish = { method: 'POST', url: '/v1/auth/api-keys', body: { label: 'north door' } } as const
  assert.equal((await call({ ...wish, as: 'scanner' })).statusCode, 201)
  const refused = await call({ ...wish, as: 'buyer' })
  assert.deepEqual([refused.statusCode, refused.json().code], [403, 'staff_required'])
})
