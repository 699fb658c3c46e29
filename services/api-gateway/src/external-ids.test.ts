import assert from 'node:assert/strict'
import { test } from 'node:test'
import { externalOperationId } from './operation-id.ts'

test('what a user calls by an id of their own is one operation, today and tomorrow', () => {
  const first = externalOperationId('user_1', 'uid-7@theatre')
  assert.equal(externalOperationId('user_1', 'uid-7@theatre'), first)
  assert.notEqual(externalOperationId('user_2', 'uid-7@theatre'), first)
  assert.notEqual(externalOperationId('user_1', 'uid-8@theatre'), first)
})
