import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleSession } from '../ports/samples.fixture.ts'
import { formatRefreshToken, parseRefreshToken, type SecretHash } from './refresh-token.ts'
import { judgeRefresh } from './session.ts'

const session = sampleSession({ secretHash: 'now' as SecretHash, expiresAtMs: 100 })
const judge = (secret: string, nowMs: number) =>
  judgeRefresh(session, { secretHash: secret as SecretHash, nowMs })

test('the secret of now is current, any other was used before', () => {
  assert.equal(judge('now', 99), 'current')
  assert.equal(judge('before', 99), 'reused')
})

test('a session ends at its time, whatever is shown', () => {
  assert.equal(judge('now', 100), 'expired')
  assert.equal(judge('before', 100), 'expired')
})

test('a refresh token is read back as it was written', () => {
  const token = { family: 'f'.repeat(43), secret: 's-_'.padEnd(43, 's') }
  assert.deepEqual(parseRefreshToken(formatRefreshToken(token)), token)
})

test('what we cannot have issued is no refresh token', () => {
  const [family, secret] = ['f'.repeat(43), 's'.repeat(43)]
  const others = ['', family, `${family}.${secret}`, `urt_${family}.${secret}s`, `urt_${family}.`]
  for (const text of [...others, `urt_${family}.${secret}\n`, `usk_${family}.${secret}`]) {
    assert.equal(parseRefreshToken(text), undefined)
  }
})
