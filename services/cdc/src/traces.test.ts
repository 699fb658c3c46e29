import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { outboxMessage, type Topic, topics } from '@usher/bus'
import { putOutbox } from '@usher/bus/dynamodb/outbox-table'
import { kafkaEventBus } from '@usher/bus/kafka/event-bus'
import type { Kafka } from '@usher/bus/kafka/open-kafka'
import { kafkaProducer } from '@usher/bus/kafka/producer'
import { openOutbox } from '@usher/bus/mysql/open-outbox.fixture'
import { mysqlOutboxRelay } from '@usher/bus/mysql/outbox-relay'
import { httpServer, traceRequests } from '@usher/http'
import { systemClock, systemRandom } from '@usher/kernel'
import { tracedConsumer } from '@usher/process/service/traced-consumer'
import { silentLogger } from '@usher/telemetry'
import { otlpTraces } from '@usher/telemetry/traces/otlp-traces'
import { currentTrace } from '@usher/telemetry/traces/traces'
import { realServer } from '@usher/testing'
import { cdcServers, isReady, openCdc, until } from './cdc-process.fixture.ts'

const mysql = realServer('USHER_MYSQL_URL')
const all = { skip: cdcServers.skip || mysql.options.skip }
const needs = { clock: systemClock, random: systemRandom }
const caller = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' }
/** Nobody collects them: what is tested travels with the messages. */
const traces = otlpTraces(
  { endpoint: 'http://127.0.0.1:1', ratio: 0 },
  { name: 'tests', logger: silentLogger },
)

test(
  'the trace of a request goes on at a consumer, through DynamoDB and cdc',
  cdcServers,
  async (t) => {
    const { dynamodb, kafka, start } = await openCdc(t)
    const cdc = await start()
    await until(() => isReady(cdc))
    const heard = listen(t, kafka, topics.bookingConfirmed)
    await request(t, async () => {
      const message = outboxMessage(needs, topics.bookingConfirmed, { bookingId: 'bk_1' })
      const { Put } = putOutbox(dynamodb.table('outbox'), message)
      const TransactItems = [{ Put: { ...Put, Item: { ...Put.Item } } }]
      await dynamodb.documents.send(new TransactWriteCommand({ TransactItems }))
    })
    await until(async () => heard.length > 0)
    assert.deepEqual([...new Set(heard)], [caller.trace])
  },
)

test(
  'the trace of a request goes on at a consumer, through MySQL and the relay',
  all,
  async (t) => {
    const { kafka } = await openCdc(t)
    const outbox = await openOutbox(mysql.address)
    t.after(() => outbox.close())
    const heard = listen(t, kafka, topics.eventUpdated)
    await request(t, () => outbox.write(987, 'Hamlet'))
    const producer = kafkaProducer(kafka)
    t.after(() => producer.close())
    await mysqlOutboxRelay({ db: outbox.db, producer, clock: systemClock }).jobs[0]?.run()
    await until(async () => heard.length > 0)
    assert.deepEqual([...new Set(heard)], [caller.trace])
  },
)

/** A service that does `work` for a request over HTTP, and its caller, who has a trace. */
async function request(t: TestContext, work: () => Promise<void>): Promise<void> {
  const app = httpServer({ logger: silentLogger, clock: systemClock, requestIdPrefix: 'tests' })
  traceRequests(app, traces)
  app.post('/bookings', async () => {
    await work()
    return {}
  })
  t.after(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const headers = { traceparent: `00-${caller.trace}-${caller.span}-01` }
  const answer = await fetch(`${url}/bookings`, { method: 'POST', headers })
  assert.equal(answer.status, 200)
}

/** The traces in which messages of the topic are handled. */
function listen(t: TestContext, kafka: Kafka, topic: Topic): readonly string[] {
  const heard: string[] = []
  const producer = kafkaProducer(kafka)
  const bus = kafkaEventBus({ ...needs, kafka, producer })
  const handle = async () => {
    const [, trace = '', span] = currentTrace()['traceparent']?.split('-') ?? []
    assert.notEqual(span, caller.span)
    heard.push(trace)
  }
  bus.subscribe(tracedConsumer({ topic, group: 'tests', handle }, traces))
  t.after(async () => {
    await bus.close()
    await producer.close()
  })
  return heard
}
