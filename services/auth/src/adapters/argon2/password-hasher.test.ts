import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemRandom } from '@usher/kernel'
import { parsePassword } from '../../domain/password.ts'
import { passwordHasherContract } from '../../ports/password-hasher.contract.ts'
import { argon2PasswordHasher } from './password-hasher.ts'

const open = (limits = { concurrency: 2, queue: 10 }) =>
  argon2PasswordHasher({ random: systemRandom }, limits)

passwordHasherContract('argon2', async () => ({ passwords: open(), close: async () => {} }))

test('hashes carry the parameters that OWASP recommends', async () => {
  const hash = await open().hash(parsePassword('correct horse'))
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
})

test('no hash takes as long as a stored one', async () => {
  const passwords = open()
  const password = parsePassword('wrong password')
  const stored = await passwords.hash(parsePassword('correct horse'))
  // The time of cores, which waiting for one does not lengthen; what else makes them slow meets
  // both, for they take turns.
  const usedUs = async (hash: string | undefined) => {
    const before = process.cpuUsage()
    await passwords.verify(password, hash)
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  let [known, unknown] = [0, 0]
  for (let i = 0; i < 8; i++) {
    known += await usedUs(stored)
    unknown += await usedUs(undefined)
  }
  // A skipped hash would take a thousandth.
  assert.ok(unknown > known / 4 && unknown < known * 4, `known ${known} us, unknown ${unknown} us`)
})

test('a flood is turned away, and who waited is served', async () => {
  const passwords = open({ concurrency: 1, queue: 2 })
  const password = parsePassword('correct horse')
  const flood = Array.from({ length: 10 }, () => passwords.verify(password, undefined))
  const answers = await Promise.allSettled(flood)
  const refused = answers.filter((answer) => answer.status === 'rejected')
  assert.equal(refused.length, 7)
  for (const { reason } of refused) assert.equal(reason.code, 'too_many_logins')
})

test('a stored hash that cannot be read is an error, not a wrong password', async () => {
  const verified = open().verify(parsePassword('correct horse'), 'not a hash')
  await assert.rejects(verified, { kind: 'unavailable', code: 'password_hash_unreadable' })
})
