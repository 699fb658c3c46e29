import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markImport, unmarkImport } from '@usher/stores/dynamodb/import-mark'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer } from '@usher/testing'
import { runUsher } from '../commands/run-command.fixture.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')

test('the doctor finds an import that has broken off', server.options, async (t) => {
  const { dynamodb, tablePrefix, close } = await temporaryDynamodb(server.address, [])
  t.after(close)
  const examine = (service: string) =>
    runUsher(['doctor', '--service', service], {
      USHER_DYNAMODB_ENDPOINT: server.address,
      USHER_DYNAMODB_TABLE_PREFIX: tablePrefix,
    })
  await markImport(dynamodb)
  const broken = await examine('payment')
  assert.equal(broken.code, 1, broken.out)
  assert.match(broken.out, /FAIL +import +an import into these tables has not ended.* drop /)
  assert.match(broken.out, /docs\/upgrade\.md/)
  assert.equal((await examine('auth')).code, 0)
  await unmarkImport(dynamodb)
  assert.equal((await examine('payment')).code, 0)
})
