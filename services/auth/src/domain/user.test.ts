import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleUser } from '../ports/samples.fixture.ts'
import { isRole, rolesWith } from './role.ts'
import { withRole } from './user.ts'

test('everybody is a buyer, and roles come once and in order', () => {
  assert.deepEqual(rolesWith([]), ['buyer'])
  assert.deepEqual(rolesWith(['admin', 'scanner', 'admin']), ['buyer', 'scanner', 'admin'])
})

test('only the words we know are roles', () => {
  assert.ok(isRole('scanner'))
  for (const value of ['root', 'ADMIN', '', 0, null, undefined]) assert.ok(!isRole(value))
})

test('a granted role is a new version of the user; one they have is no change', () => {
  const user = sampleUser()
  const granted = withRole(user, 'scanner', 9)
  assert.deepEqual(granted.roles, ['buyer', 'organizer', 'scanner'])
  assert.deepEqual([granted.version, granted.updatedAtMs], [user.version + 1, 9])
  assert.equal(withRole(granted, 'scanner', 10), granted)
})
