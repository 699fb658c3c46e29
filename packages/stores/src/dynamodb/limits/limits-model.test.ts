import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock, seededRandom } from '@usher/testing'
import type { TableDescription } from '../ensure-tables.ts'
import { awsLimits, type Limits, LimitsModel } from './limits-model.ts'

const seats: TableDescription = {
  name: 'seats',
  key: ['event_id', 'seat_number'],
  attributes: { event_id: 'N', seat_number: 'S', status: 'S' },
  indexes: { 'status-index': ['event_id', 'status'] },
}

function model(limits: Partial<Limits> = {}) {
  const clock = manualClock()
  const all = { ...awsLimits, ...limits }
  const tables = [{ ...seats, physicalName: 'p-seats' }]
  const given = new LimitsModel({ clock, random: seededRandom(1), limits: all, tables })
  return { clock, admit: (operation: string, body: object) => given.admit(operation, body) }
}

const change = (event: number, seat: string) => ({
  TableName: 'p-seats',
  Key: { event_id: { N: String(event) }, seat_number: { S: seat } },
})
const changes = (event: number, ...names: string[]) => ({
  ClientRequestToken: `token ${event} ${names.join()}`,
  TransactItems: names.map((name) => ({ Update: change(event, name) })),
})

function codesOf(answer: ReturnType<LimitsModel['admit']>): string {
  if (!('status' in answer)) return 'admitted'
  const body = JSON.parse(answer.body)
  const codes = body.CancellationReasons?.map(({ Code }: { Code: string }) => Code)
  return codes?.join() ?? String(body['__type']).split('#')[1]
}

test('a partition does 500 transactional seat changes a second, and another one its own', async () => {
  const { clock, admit } = model()
  let done = 0
  while (codesOf(admit('TransactWriteItems', changes(1, `A${done}`))) === 'admitted') done++
  assert.equal(done, 500)
  assert.equal(codesOf(admit('TransactWriteItems', changes(2, 'A1'))), 'admitted')
  await clock.advance(100)
  let more = 0
  while (codesOf(admit('TransactWriteItems', changes(1, `B${more}`))) === 'admitted') more++
  assert.equal(more, 50)
})

test('an index whose key moves holds back the writes of its table', () => {
  const { admit } = model()
  let done = 0
  while (codesOf(admit('UpdateItem', change(1, `A${done}`))) === 'admitted') done++
  // The table has room for 1,000.
  assert.equal(done, 500)
})

test('two transactions at one item, one under way: the second is cancelled for that item', () => {
  const { admit } = model()
  const first = admit('TransactWriteItems', changes(1, 'A1', 'A2'))
  assert.ok('done' in first)
  const second = changes(1, 'A3', 'A2')
  assert.equal(codesOf(admit('TransactWriteItems', second)), 'None,TransactionConflict')
  assert.equal(codesOf(admit('UpdateItem', change(1, 'A1'))), 'TransactionConflictException')
  const again = admit('TransactWriteItems', changes(1, 'A1', 'A2'))
  assert.equal(codesOf(again), 'TransactionInProgressException')
  first.done(0)
  assert.equal(codesOf(admit('TransactWriteItems', second)), 'admitted')
})

test('what is refused by chance is refused as often as asked for', () => {
  const { admit } = model({ conflictRate: 0.3, writeUnitsPerSecond: 1e9 })
  const answers = Array.from({ length: 1000 }, (_, at) =>
    codesOf(admit('TransactWriteItems', changes(at, 'A1'))),
  )
  const conflicts = answers.filter((code) => code === 'TransactionConflict').length
  assert.ok(conflicts > 250 && conflicts < 350)
})
