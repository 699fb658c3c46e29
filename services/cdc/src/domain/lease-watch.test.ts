import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLease } from './lease.ts'
import { LeaseWatch } from './lease-watch.ts'

const lease = { ...newLease('s', 'a'), owner: 'one' }

test('a lease has expired when its counter stood still for the whole duration', () => {
  const watch = new LeaseWatch(1000)
  watch.observe([lease], 5000)
  assert.equal(watch.hasExpired(lease, 5999), false)
  watch.observe([lease], 5999)
  assert.equal(watch.hasExpired(lease, 6000), true)
})

test('a renewal begins the duration anew', () => {
  const watch = new LeaseWatch(1000)
  watch.observe([lease], 5000)
  const renewed = { ...lease, counter: 1 }
  watch.observe([renewed], 5900)
  assert.equal(watch.hasExpired(renewed, 6800), false)
  assert.equal(watch.hasExpired(lease, 9000), false)
})

test('a lease that was not seen before has not expired', () => {
  assert.equal(new LeaseWatch(1000).hasExpired(lease, 99_999), false)
})
