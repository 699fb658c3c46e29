import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openSqliteTables } from '@usher/stores'
import { runUsher } from './run-command.fixture.ts'

const directory = await mkdtemp(join(tmpdir(), 'usher-keys-'))
const at = ['--data-dir', directory]
after(() => rm(directory, { recursive: true }))

test('an administrator is made once, with a password that is shown once', async () => {
  const made = await runUsher(['keys', 'admin', '--email', 'ann@example.org', '--json', ...at])
  assert.equal(made.code, 0)
  const { user_id, password } = JSON.parse(made.out) as Record<string, string>
  assert.match(user_id ?? '', /^user_/)
  assert.ok((password ?? '').length >= 20)
  const again = await runUsher(['keys', 'admin', '--email', 'ANN@example.org', ...at])
  assert.equal(again.code, 1)
  assert.match(again.said, /has an account already/)
})

test('an API key belongs to somebody who is there', async () => {
  const key = await runUsher(['keys', 'api-key', '--email', 'ann@example.org', '--json', ...at])
  assert.match((JSON.parse(key.out) as { secret: string }).secret, /^usk_/)
  const nobody = await runUsher(['keys', 'api-key', '--email', 'nobody@example.org', ...at])
  assert.equal(nobody.code, 1)
  assert.match(nobody.said, /user_not_found/)
  assert.equal((await runUsher(['keys', 'api-key', ...at])).code, 2)
})

test('after a rotation the new key and the old one are listed', async () => {
  const { key_id } = JSON.parse((await runUsher(['keys', 'rotate', '--json', ...at])).out)
  const { keys } = JSON.parse((await runUsher(['keys', 'list', '--json', ...at])).out)
  const ids = (keys as { kid: string; d?: string }[]).map(({ kid }) => kid)
  assert.ok(ids.includes(key_id as string))
  assert.equal(ids.length, 2)
  assert.ok((keys as { d?: string }[]).every(({ d }) => d === undefined))
})

test('while a server has the directory nothing is done, with code 4', async () => {
  const tables = await openSqliteTables({ directory })
  try {
    assert.equal((await runUsher(['keys', 'rotate', ...at])).code, 4)
  } finally {
    await tables.close()
  }
})
