import type { Clock, Job } from '@usher/kernel'
import { runOnMysql } from '@usher/stores/mysql/mysql-errors'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { DeliveryFailure } from '../event-bus.ts'
import type { KafkaProducer } from '../kafka/producer.ts'
import type { OutboxDatabase } from './outbox-events.ts'
import { type OutboxRow, recordOfRow } from './record-of-row.ts'

export interface OutboxRelayOptions {
  readonly db: Kysely<OutboxDatabase>
  readonly producer: Pick<KafkaProducer, 'send'>
  readonly clock: Clock
  /** Told of each row that could not be made a message of and became a dead letter. */
  readonly onFailure?: (failure: DeliveryFailure) => void
  /** Told from time to time how many rows wait, and for how long the oldest has waited. */
  readonly onBacklog?: (backlog: OutboxBacklog) => void
}

export interface OutboxBacklog {
  readonly messages: number
  readonly ageMs: number
}

export interface OutboxRelay {
  /** For the root to run. */
  readonly jobs: readonly Job[]
}

/** Kafka lags behind a change by so much at most while there is little to carry. */
const RELAY_EVERY_MS = 200
const PRUNE_EVERY_MS = 60_000
const BACKLOG_EVERY_MS = 5000
/** Aggregates looked at, so that several relays find some that are free, and taken by one. */
const CANDIDATES_MAX = 1000
const AGGREGATES_MAX = 100
const ROWS_MAX = 200
/** Of one run; the next one goes on. */
const BATCHES_MAX = 20
/** Processed rows are kept for those who want to see what happened. */
const RETAIN_MS = 86_400_000
const PRUNE_ROWS_MAX = 1000

/**
 * Carries `outbox_events` to Kafka: at least once, in the order of the ids for each aggregate.
 * Any number of relays may run. Ids grow in the order of the commits because a service writes its
 * row after it has changed the aggregate, whose own row is claimed by the same transaction.
 */
export function mysqlOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  const relay = (stopping?: AbortSignal) => relayWaiting(options, stopping)
  return {
    jobs: [
      { name: 'relay_outbox', everyMs: RELAY_EVERY_MS, run: relay },
      { name: 'prune_outbox', everyMs: PRUNE_EVERY_MS, run: () => pruneProcessed(options) },
      { name: 'measure_outbox', everyMs: BACKLOG_EVERY_MS, run: () => measure(options) },
    ],
  }
}

async function relayWaiting(options: OutboxRelayOptions, stopping?: AbortSignal): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if (stopping?.aborted) return
    if (!(await anyWaiting(options)) || (await relayBatch(options)) === 0) return
  }
}

/** One statement where a transaction takes four, and nearly always the answer is no. */
async function anyWaiting({ db }: OutboxRelayOptions): Promise<boolean> {
  const waiting = await runOnMysql(() =>
    db.selectFrom('outbox_events').select('id').where('processed', '=', 0).limit(1).execute(),
  )
  return waiting.length > 0
}

/**
 * One transaction: it claims aggregates, sends their rows, and marks them. When it ends otherwise,
 * by an error or with its process, the claim ends with it and the rows are sent again.
 */
function relayBatch(options: OutboxRelayOptions): Promise<number> {
  return runOnMysql(() =>
    options.db
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (transaction) => {
        const rows = await claimRows(transaction)
        if (rows.length === 0) return 0
        await options.producer.send(rows.map((row) => recordOfRow(row, options)))
        await transaction
          .updateTable('outbox_events')
          .set({ processed: 1 })
          .where(
            'id',
            'in',
            rows.map(({ id }) => id),
          )
          .execute()
        return rows.length
      }),
  )
}

/**
 * Whoever has claimed the first unprocessed row of an aggregate has all of them: nobody looks at
 * the others before that one is processed. Claiming rows wherever they are free would let a second
 * relay overtake the first.
 */
async function claimRows(transaction: Transaction<OutboxDatabase>): Promise<readonly OutboxRow[]> {
  const candidates = await firstOfEachAggregate(transaction)
  if (candidates.length === 0) return []
  const claimed = await transaction
    .selectFrom('outbox_events')
    .select(['aggregate_type', 'aggregate_id'])
    .where('id', 'in', candidates)
    .where('processed', '=', 0)
    .orderBy('id')
    .limit(AGGREGATES_MAX)
    .forUpdate()
    .skipLocked()
    .execute()
  return claimed.length === 0 ? [] : await rowsOf(transaction, claimed)
}

/** Ids first: sorting whole rows takes more memory than a server has for that. */
async function rowsOf(
  transaction: Transaction<OutboxDatabase>,
  claimed: readonly Pick<OutboxRow, 'aggregate_type' | 'aggregate_id'>[],
): Promise<readonly OutboxRow[]> {
  const waiting = await transaction
    .selectFrom('outbox_events')
    .select('id')
    .where('processed', '=', 0)
    .where((eb) =>
      eb(
        eb.refTuple('aggregate_type', 'aggregate_id'),
        'in',
        claimed.map((each) => eb.tuple(each.aggregate_type, each.aggregate_id)),
      ),
    )
    .orderBy('id')
    .limit(ROWS_MAX)
    .execute()
  const ids = waiting.map(({ id }) => id)
  return await transaction
    .selectFrom('outbox_events')
    .select(['id', 'aggregate_type', 'aggregate_id', 'event_type', 'payload', 'created_at'])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute()
}

async function firstOfEachAggregate(
  transaction: Transaction<OutboxDatabase>,
): Promise<readonly number[]> {
  const found = await transaction
    .selectFrom('outbox_events')
    .select(({ fn }) => fn.min('id').as('first'))
    .where('processed', '=', 0)
    .groupBy(['aggregate_type', 'aggregate_id'])
    .orderBy('first')
    .limit(CANDIDATES_MAX)
    .execute()
  return found.map(({ first }) => first)
}

async function pruneProcessed({ db, clock }: OutboxRelayOptions): Promise<void> {
  const before = new Date(clock.nowMs() - RETAIN_MS)
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const { numDeletedRows } = await runOnMysql(() =>
      db
        .deleteFrom('outbox_events')
        .where('processed', '=', 1)
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(PRUNE_ROWS_MAX)
        .executeTakeFirstOrThrow(),
    )
    if (Number(numDeletedRows) < PRUNE_ROWS_MAX) return
  }
}

async function measure({ db, onBacklog }: OutboxRelayOptions): Promise<void> {
  if (!onBacklog) return
  const { messages, age_ms } = await runOnMysql(() =>
    db
      .selectFrom('outbox_events')
      .select(({ fn }) => fn.countAll().as('messages'))
      // Both times are the server's: clocks of ours do not come into it.
      .select(
        sql<string | null>`TIMESTAMPDIFF(MICROSECOND, MIN(created_at), UTC_TIMESTAMP(3)) / 1000`.as(
          'age_ms',
        ),
      )
      .where('processed', '=', 0)
      .executeTakeFirstOrThrow(),
  )
  onBacklog({ messages: Number(messages), ageMs: Math.max(0, Number(age_ms ?? 0)) })
}
