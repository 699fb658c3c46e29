import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { prometheusMetrics } from '@usher/telemetry'
import { realServer } from '@usher/testing'
import type { TableDescription } from './ensure-tables.ts'
import { openDynamodb } from './open-dynamodb.ts'
import { temporaryDynamodb } from './temporary-dynamodb.fixture.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')

const seats: TableDescription = {
  name: 'seats',
  key: ['event_id', 'seat_number'],
  attributes: { event_id: 'N', seat_number: 'S', status: 'S' },
  indexes: { 'status-index': ['event_id', 'status'] },
  stream: true,
}

test('tables are made, found again, and hold documents', server.options, async (t) => {
  const { dynamodb, tablePrefix, close } = await temporaryDynamodb(server.address, [seats])
  t.after(() => close())
  const Item = { event_id: 987, seat_number: 'A1', status: 'AVAILABLE', section: undefined }
  await dynamodb.documents.send(new PutCommand({ TableName: dynamodb.table('seats'), Item }))
  const again = await openDynamodb({ ...config, tablePrefix, createTables: 'no' }, [seats])
  const Key = { event_id: 987, seat_number: 'A1' }
  const get = new GetCommand({ TableName: again.table('seats'), Key })
  assert.deepEqual((await again.documents.send(get)).Item, { ...Key, status: 'AVAILABLE' })
  again.close()
})

test('a table that is not there, or not as it should be, is named', server.options, async (t) => {
  const { tablePrefix, close } = await temporaryDynamodb(server.address, [seats])
  t.after(() => close())
  const given = { ...config, tablePrefix, createTables: 'no' as const }
  const other = { ...seats, name: 'reservations' }
  await assert.rejects(openDynamodb(given, [other]), { code: 'dynamodb_table_missing' })
  const wider = { ...seats, indexes: { 'status-index': ['status', 'event_id'] as const } }
  await assert.rejects(openDynamodb(given, [wider]), {
    code: 'dynamodb_table_differs',
    message: /index status-index should have status, event_id and has event_id, status/,
  })
})

const config = { endpoint: server.address, region: 'us-east-1' } as const

test('each request is counted by operation and access', server.options, async (t) => {
  const { tablePrefix, close } = await temporaryDynamodb(server.address, [seats])
  t.after(() => close())
  const metrics = prometheusMetrics()
  const given = { ...config, tablePrefix, createTables: 'no' as const }
  const watched = await openDynamodb(given, [seats], metrics)
  t.after(() => watched.close())
  const TableName = watched.table('seats')
  const Item = { event_id: 987, seat_number: 'A1' }
  await watched.documents.send(new PutCommand({ TableName, Item }))
  await watched.documents.send(new GetCommand({ TableName, Key: Item }))
  const text = await metrics.scrape()
  for (const [operation, access] of [
    ['PutItem', 'write'],
    ['GetItem', 'read'],
  ] as const) {
    const count = `_count{operation="${operation}",access="${access}"} 1`
    assert.ok(text.includes(`dynamodb_request_duration_seconds${count}`), text)
  }
})
