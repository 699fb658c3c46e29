import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePassword } from '../domain/password.ts'
import type { PasswordHasher } from './password-hasher.ts'

export interface OpenPasswordHasher {
  readonly passwords: PasswordHasher
  readonly close: () => Promise<void>
}

const right = parsePassword('correct horse')
const wrong = parsePassword('correct house')

/** What every PasswordHasher obeys. */
export function passwordHasherContract(
  name: string,
  open: () => Promise<OpenPasswordHasher>,
): void {
  const law = (title: string, check: (passwords: PasswordHasher) => Promise<void>): void => {
    void test(`${name}: ${title}`, async () => {
      const { passwords, close } = await open()
      try {
        await check(passwords)
      } finally {
        await close()
      }
    })
  }

  law('a password verifies against its own hash only', async (passwords) => {
    const hash = await passwords.hash(right)
    assert.equal(await passwords.verify(right, hash), true)
    assert.equal(await passwords.verify(wrong, hash), false)
  })

  law(
    'one password has two hashes, which hold no part of it and fit the column',
    async (passwords) => {
      const [one, two] = await Promise.all([passwords.hash(right), passwords.hash(right)])
      assert.notEqual(one, two)
      assert.ok(!one.includes(right) && one.length <= 255)
    },
  )

  law('no password verifies when there is no hash', async (passwords) => {
    assert.equal(await passwords.verify(right, undefined), false)
  })
}
