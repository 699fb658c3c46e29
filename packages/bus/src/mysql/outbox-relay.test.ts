import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { fromBinary } from '@bufbuild/protobuf'
import { EventUpdatedSchema } from '@usher/contracts'
import { DomainError, systemClock, systemRandom } from '@usher/kernel'
import { manualClock, realServer, untilWithin } from '@usher/testing'
import type { DeliveryFailure } from '../event-bus.ts'
import type { OutgoingRecord } from '../kafka/cloud-events.ts'
import { kafkaProducer } from '../kafka/producer.ts'
import { rangesOf, readTopic } from '../kafka/read-topic.ts'
import { temporaryKafka } from '../kafka/temporary-kafka.fixture.ts'
import { openOutbox } from './open-outbox.fixture.ts'
import { mysqlOutboxRelay, type OutboxBacklog, type OutboxRelayOptions } from './outbox-relay.ts'

const mysql = realServer('USHER_MYSQL_URL')
const mariadb = realServer('USHER_MARIADB_URL')
const kafka = realServer('USHER_KAFKA_BROKERS')
const until = untilWithin(60_000)
const both = { skip: mysql.options.skip || kafka.options.skip }

test('rows become messages of their topics, once, and are marked', both, async (t) => {
  const outbox = await openOutbox(mysql.address)
  const temporary = await temporaryKafka(kafka.address, { bookingEventsPartitions: 3 })
  const producer = kafkaProducer(temporary.kafka)
  t.after(async () => {
    await producer.close()
    await temporary.close()
    await outbox.close()
  })
  await outbox.write(987, 'Hamlet', 'Hamlet!')
  await outbox.write(988, 'Lear')
  await run('relay_outbox', { db: outbox.db, producer, clock: systemClock })
  await run('relay_outbox', { db: outbox.db, producer, clock: systemClock })
  assert.equal(await outbox.waiting(), 0)
  const titles = new Map<string, string[]>()
  const ranges = await rangesOf(temporary.kafka, 'event.updated')
  for await (const { key, value, headers } of readTopic(temporary.kafka, ranges)) {
    titles.set(key, [...(titles.get(key) ?? []), titleOf(value)])
    assert.equal(headers.get('ce_type'), 'event.updated')
    assert.equal(headers.get('ce_subject'), key)
  }
  assert.deepEqual(Object.fromEntries(titles), { 987: ['Hamlet', 'Hamlet!'], 988: ['Lear'] })
})

for (const [name, { address, options }] of Object.entries({ mysql, mariadb })) {
  test(`relays share the work and overtake each other in no aggregate on ${name}`, options, (t) =>
    relayTogether(t, address),
  )
}

async function relayTogether(t: TestContext, address: string): Promise<void> {
  const outbox = await openOutbox(address)
  t.after(outbox.close)
  const sent: OutgoingRecord[] = []
  const senders = new Set<number>()
  const isShared = () => senders.size > 1
  const relays = [0, 1, 2].map((relay) => ({
    db: outbox.db,
    clock: systemClock,
    producer: {
      async send(records: readonly OutgoingRecord[]) {
        senders.add(relay)
        // The first keeps what it has claimed until another has found something, too.
        await until(isShared)
        await systemClock.sleep(5 * systemRandom.fraction())
        if (systemRandom.fraction() < 0.2) throw new Error('the broker is not in the mood')
        sent.push(...records)
      },
    },
  }))
  const writing = (async () => {
    await outbox.write(1, '0')
    await until(() => senders.size > 0)
    for (let round = 0; round < 20; round++) {
      for (let event = 1; event <= 10; event++) await outbox.write(event, String(round))
    }
  })()
  const written = { all: false }
  const relaying = relays.map(async (relay) => {
    while (!written.all || (await outbox.waiting()) > 0) {
      await run('relay_outbox', relay).catch(() => undefined)
    }
  })
  await writing
  written.all = true
  await Promise.all(relaying)
  assert.ok(isShared(), 'one relay did everything')
  for (let event = 1; event <= 10; event++) {
    const rounds = sent
      .filter(({ key }) => key === String(event))
      .map(({ value }) => titleOf(value))
    assert.deepEqual(
      [...new Set(rounds)],
      Array.from({ length: 20 }, (_, round) => String(round)),
    )
    assert.deepEqual(
      rounds.map(Number),
      rounds.map(Number).toSorted((a, b) => a - b),
    )
  }
}

test(
  'whoever claims rows wherever they are free overtakes another relay',
  mysql.options,
  async (t) => {
    const outbox = await openOutbox(mysql.address)
    t.after(outbox.close)
    await outbox.write(987, 'first', 'second')
    const claim = (limit: number) => (db: typeof outbox.db) =>
      db
        .selectFrom('outbox_events')
        .select('id')
        .where('processed', '=', 0)
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked()
        .execute()
    await outbox.db.transaction().execute(async (slow) => {
      assert.deepEqual(await claim(1)(slow), [{ id: 1 }])
      await outbox.db.transaction().execute(async (fast) => {
        assert.deepEqual(await claim(1)(fast), [{ id: 2 }])
      })
      const sent: OutgoingRecord[] = []
      const producer = {
        send: async (records: readonly OutgoingRecord[]) => void sent.push(...records),
      }
      await run('relay_outbox', { db: outbox.db, producer, clock: systemClock })
      assert.deepEqual(sent, [])
    })
  },
)

test('what cannot be sent stays, and goes out in order later', mysql.options, async (t) => {
  const outbox = await openOutbox(mysql.address)
  t.after(outbox.close)
  const sent: string[] = []
  let down = true
  const producer = {
    async send(records: readonly OutgoingRecord[]) {
      if (down) throw new DomainError('unavailable', 'kafka_unavailable', 'down')
      sent.push(...records.map(({ value }) => titleOf(value)))
    },
  }
  const relay = { db: outbox.db, producer, clock: systemClock }
  await outbox.write(1, 'a')
  await assert.rejects(run('relay_outbox', relay), { code: 'kafka_unavailable' })
  await outbox.write(1, 'b')
  await assert.rejects(run('relay_outbox', relay), { code: 'kafka_unavailable' })
  const backlogs: OutboxBacklog[] = []
  await run('measure_outbox', { ...relay, onBacklog: (each) => backlogs.push(each) })
  assert.equal(backlogs[0]?.messages, 2)
  down = false
  await run('relay_outbox', relay)
  assert.deepEqual(sent, ['a', 'b'])
})

test(
  'a row that is no message becomes a dead letter, and nobody waits',
  mysql.options,
  async (t) => {
    const outbox = await openOutbox(mysql.address)
    t.after(outbox.close)
    const row = { aggregate_type: 'event', aggregate_id: 1, processed: 0 }
    await outbox.db
      .insertInto('outbox_events')
      .values([
        { ...row, event_type: 'event.renamed', payload: '{}' },
        { ...row, event_type: 'event.updated', payload: '{"id": 5}' },
      ])
      .execute()
    await outbox.write(1, 'a'.repeat(1_000_000), 'good')
    const sent: OutgoingRecord[] = []
    const failures: DeliveryFailure[] = []
    await run('relay_outbox', {
      db: outbox.db,
      producer: { send: async (records) => void sent.push(...records) },
      clock: systemClock,
      onFailure: (failure) => failures.push(failure),
    })
    assert.deepEqual(
      sent.map(({ topic }) => topic),
      ['relay.dlq', 'relay.dlq', 'relay.dlq', 'event.updated'],
    )
    assert.match(sent[0]?.headers['ce_deadletter'] ?? '', /no topic is called event\.renamed/)
    assert.match(sent[2]?.headers['ce_deadletter'] ?? '', /too large/)
    assert.equal(failures.length, 3)
    assert.equal(await outbox.waiting(), 0)
  },
)

test('rows are removed a day after they were processed, others never', mysql.options, async (t) => {
  const outbox = await openOutbox(mysql.address)
  t.after(outbox.close)
  await outbox.write(1, ...Array.from({ length: 2500 }, (_, index) => String(index)))
  await outbox.db.updateTable('outbox_events').set({ processed: 1 }).where('id', '>', 5).execute()
  const producer = { send: () => assert.fail('nothing is sent') }
  const early = manualClock(Date.now())
  await run('prune_outbox', { db: outbox.db, producer, clock: early })
  const late = manualClock(Date.now() + 86_400_000 + 60_000)
  await run('prune_outbox', { db: outbox.db, producer, clock: late })
  const left = await outbox.db.selectFrom('outbox_events').select('id').orderBy('id').execute()
  assert.deepEqual(
    left.map(({ id }) => id),
    [1, 2, 3, 4, 5],
  )
})

async function run(name: string, options: OutboxRelayOptions): Promise<void> {
  const job = mysqlOutboxRelay(options).jobs.find((each) => each.name === name)
  assert.ok(job)
  await job.run()
}

function titleOf(body: Uint8Array): string {
  return fromBinary(EventUpdatedSchema, body).event?.venueName ?? ''
}
