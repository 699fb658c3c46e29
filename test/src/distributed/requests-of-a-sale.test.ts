import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { type Metrics, noMetrics } from '@usher/telemetry'
import { realServer } from '@usher/testing'
import { openSmallShop, shopTables } from './small-shop.fixture.ts'

// What a sale costs is counted in requests to DynamoDB: each costs CPU, time and money, whatever
// the machine. One process of each service, the gateway's two left out.

const server = realServer('USHER_DYNAMODB_ENDPOINT')

interface Requests {
  read: number
  write: number
}

test('a sale of a seat reads once and writes ten times', server.options, async (t) => {
  const requests = { read: 0, write: 0 }
  const dynamodb = await openDynamodb(
    {
      endpoint: server.address,
      region: 'us-east-1',
      tablePrefix: `sale-${process.pid}-`,
      createTables: 'yes',
    },
    shopTables,
    counting(requests),
  )
  t.after(() => dynamodb.close())
  const { sell } = await openSmallShop(dynamodb)
  await sell('A1')
  Object.assign(requests, { read: 0, write: 0 })
  await sell('A2')
  assert.deepEqual(requests, { read: 1, write: 10 })
})

function counting(requests: Requests): Metrics {
  const observe = (_: number, labels?: object) => {
    if (labels && 'access' in labels) requests[labels.access as keyof Requests]++
  }
  return { ...noMetrics, histogram: () => ({ observe }) }
}
