import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NewestSeen } from './newest-seen.ts'

test('the newest version stays, whatever comes late, until it is forgotten', () => {
  const seen = new NewestSeen<string, { readonly version: number }>({ max: 10 })
  seen.see('a', { version: 2 })
  seen.see('a', { version: 1 })
  assert.equal(seen.get('a')?.version, 2)
  seen.forget('a')
  seen.see('a', { version: 1 })
  assert.equal(seen.get('a')?.version, 1)
})

test('what nobody asked about for longest makes room', () => {
  const seen = new NewestSeen<string, { readonly version: number }>({ max: 2 })
  seen.see('a', { version: 1 })
  seen.see('b', { version: 1 })
  seen.get('a')
  seen.see('c', { version: 1 })
  assert.deepEqual([!seen.get('a'), !seen.get('b'), !seen.get('c')], [false, true, false])
})
