import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { manualClock } from '@usher/testing'
import { refusal, type Scripted, scriptedDynamodb } from './scripted-dynamodb.fixture.ts'

const get = new GetCommand({ TableName: 'seats', Key: { id: 'A1' } })
const put = new PutCommand({ TableName: 'seats', Item: { id: 'A1' } })
const transact = new TransactWriteCommand({
  TransactItems: [{ Delete: { TableName: 'seats', Key: { id: 'A1' } } }],
})
const found: Scripted = { body: { Item: { id: { S: 'A1' }, bytes: { B: 'AQI=' } } } }

test('an answer says what was found, and after how many attempts', async (t) => {
  const script = [refusal('InternalServerError', {}, 500), 'lost', found] as const
  const { documents, received } = await scriptedDynamodb(t, script)
  const { Item, $metadata } = await documents.send(get)
  assert.deepEqual(Item, { id: 'A1', bytes: new Uint8Array([1, 2]) })
  assert.deepEqual([$metadata.attempts, received.length], [3, 3])
})

test('a condition that does not hold is told at once, with the item and its bytes', async (t) => {
  const Item = { id: { S: 'A1' }, B: { M: { B: { B: 'AQI=' } } } }
  const script = [refusal('ConditionalCheckFailedException', { Item })]
  const { documents, received } = await scriptedDynamodb(t, script)
  await assert.rejects(documents.send(put), (error) => {
    assert.ok(error instanceof ConditionalCheckFailedException)
    assert.deepEqual(error.Item, {
      id: { S: 'A1' },
      B: { M: { B: { B: new Uint8Array([1, 2]) } } },
    })
    return true
  })
  assert.equal(received.length, 1)
})

test('a transaction asked twice has one name, and its refusal says that it was', async (t) => {
  const CancellationReasons = [{ Code: 'ConditionalCheckFailed', Item: { id: { S: 'A1' } } }]
  const script = ['lost', refusal('TransactionCanceledException', { CancellationReasons })] as const
  const { documents, received } = await scriptedDynamodb(t, script)
  await assert.rejects(documents.send(transact), (error) => {
    assert.ok(error instanceof TransactionCanceledException)
    assert.deepEqual(error.CancellationReasons, CancellationReasons)
    assert.equal(error.$metadata.attempts, 2)
    return true
  })
  const tokens = received.map(({ body }) => JSON.parse(body.toString()).ClientRequestToken)
  assert.equal(tokens.length, 2)
  assert.match(tokens[0], /^[\w-]{32,36}$/)
  assert.equal(tokens[0], tokens[1])
})

test('an answer that is damaged, or none of DynamoDB, is no answer', async (t) => {
  const damaged = { ...found, headers: { 'x-amz-crc32': '1' } }
  const page = { status: 502, body: '<html>Bad Gateway</html>' }
  const { documents } = await scriptedDynamodb(t, [damaged, page, { body: 'OK' }])
  await assert.rejects(documents.send(get), { name: 'ConnectionLost', message: /no JSON/ })
  const { documents: others } = await scriptedDynamodb(t, [page])
  await assert.rejects(others.send(get), { name: 'UnknownError' })
})

test('a clock that is wrong is told by the server, once', async (t) => {
  const clock = manualClock(Date.UTC(2026, 0, 1, 12))
  const date = 'Thu, 01 Jan 2026 12:10:00 GMT'
  const skewed = { ...refusal('InvalidSignatureException'), headers: { date } }
  const { documents, received } = await scriptedDynamodb(t, [skewed, found], { clock })
  await documents.send(get)
  await documents.send(get)
  const times = received.map(({ headers }) => headers['x-amz-date'])
  assert.deepEqual(times, ['20260101T120000Z', '20260101T121000Z', '20260101T121000Z'])
})

test('credentials that end are asked for again, and their session is named', async (t) => {
  let asked = 0
  const credentials = async () => {
    const key = `key-${++asked}`
    const expiration = new Date(Date.now() + 1000)
    return { accessKeyId: key, secretAccessKey: 'secret', sessionToken: `of ${key}`, expiration }
  }
  const { documents, received } = await scriptedDynamodb(t, [found], { credentials })
  const before = asked
  await documents.send(get)
  await documents.send(get)
  const keys = received.map(({ headers }) => [
    /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1],
    headers['x-amz-security-token'],
  ])
  assert.deepEqual(
    keys,
    [before + 1, before + 2].map((count) => [`key-${count}`, `of key-${count}`]),
  )
})

test('a signature refused at the right time is refused for good', async (t) => {
  const clock = manualClock(Date.UTC(2026, 0, 1, 12))
  const date = 'Thu, 01 Jan 2026 12:01:00 GMT'
  const refused = { ...refusal('InvalidSignatureException'), headers: { date } }
  const { documents, received } = await scriptedDynamodb(t, [refused], { clock })
  await assert.rejects(documents.send(get), { name: 'InvalidSignatureException' })
  assert.equal(received.length, 1)
})

test('what is asked of tables is not sent', async (t) => {
  const { documents, received } = await scriptedDynamodb(t, [{}])
  const describe = new DescribeTableCommand({ TableName: 'seats' }) as never
  await assert.rejects(documents.send(describe), /DescribeTableCommand is not asked of items/)
  assert.equal(received.length, 0)
})
