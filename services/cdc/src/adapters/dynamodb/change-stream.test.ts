import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { systemClock } from '@usher/kernel'
import { openStreams } from '@usher/stores/dynamodb/open-streams'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer } from '@usher/testing'
import { changeStreamContract } from '../../ports/change-stream.contract.ts'
import { awaitChangeStream } from './await-change-stream.ts'
import { dynamodbChangeStream } from './change-stream.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')
const config = { endpoint: server.address, region: 'us-east-1', tablePrefix: '' } as const
const items = { name: 'items', key: ['id'], attributes: { id: 'S' }, stream: true } as const

changeStreamContract(
  'dynamodbChangeStream',
  async () => {
    const { dynamodb, close } = await temporaryDynamodb(server.address, [items])
    const streams = await openStreams({ ...config, createTables: 'no' })
    return {
      stream: await dynamodbChangeStream(streams, dynamodb, 'items'),
      async put(Item) {
        const TableName = dynamodb.table('items')
        await dynamodb.documents.send(new PutCommand({ TableName, Item: { ...Item } }))
      },
      async close() {
        streams.close()
        await close()
      },
    }
  },
  server.options,
)

test('a table that is missing or has no stream is named', server.options, async (t) => {
  const { dynamodb, close } = await temporaryDynamodb(server.address, [{ ...items, stream: false }])
  const streams = await openStreams({ ...config, createTables: 'no' })
  t.after(async () => {
    streams.close()
    await close()
  })
  await assert.rejects(dynamodbChangeStream(streams, dynamodb, 'items'), {
    code: 'stream_missing',
    message: /items has no stream; .*NEW_AND_OLD_IMAGES/,
  })
  await assert.rejects(dynamodbChangeStream(streams, dynamodb, 'nothing'), {
    code: 'table_missing',
    message: /nothing is missing; .*start the service that owns it first/,
  })
})

test(
  'a table is waited for until somebody makes it, for half a minute',
  server.options,
  async (t) => {
    const { dynamodb, close } = await temporaryDynamodb(server.address, [items])
    const streams = await openStreams({ ...config, createTables: 'no' })
    t.after(async () => {
      streams.close()
      await close()
    })
    let nowMs = 0
    const sleep = async (ms: number) => void (nowMs += ms)
    const clock = { ...systemClock, monotonicMs: () => nowMs, sleep }
    const table = (name: string) => dynamodb.table(nowMs < 1000 ? 'nothing' : name)
    const needs = { streams, dynamodb: { ...dynamodb, table }, clock }
    assert.match((await awaitChangeStream(needs, 'items')).name, /items/)
    assert.equal(nowMs, 1000)
    await assert.rejects(awaitChangeStream(needs, 'nobody'), { code: 'table_missing' })
    assert.equal(nowMs, 31_000)
  },
)
