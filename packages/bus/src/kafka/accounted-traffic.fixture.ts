import assert from 'node:assert/strict'
import { systemClock } from '@usher/kernel'
import { untilWithin } from '@usher/testing'
import { topics } from '../topics.ts'
import type { KafkaEventBus } from './event-bus.ts'
import type { KafkaProducer } from './producer.ts'
import { sampleRecord } from './sample-records.fixture.ts'

/** Senders and a consumer of booking.confirmed, of whose every message is known what became. */
export interface AccountedTraffic {
  /** Resolves once every sender has had a message acknowledged since, and some have arrived. */
  flows(): Promise<void>
  /** Ends the senders, waits for all that was acknowledged, and demands that keys are in order. */
  settle(): Promise<{ readonly acknowledged: number; readonly delivered: number }>
}

const KEYS = 12
const ARRIVED = 100
const until = untilWithin(180_000)

export function accountedTraffic(
  producer: Pick<KafkaProducer, 'send'>,
  bus: Pick<KafkaEventBus, 'subscribe'>,
): AccountedTraffic {
  const seen = collected(bus)
  const delivered = () => [...seen.values()].reduce((sum, values) => sum + values.length, 0)
  const counts = Array.from({ length: KEYS }, () => 0)
  let sending = true
  const senders = counts.map((_, key) => sendInOrder(producer, { key, counts }, () => sending))
  return {
    async flows() {
      const arrived = delivered()
      const before = [...counts]
      await until(
        () =>
          delivered() > arrived + ARRIVED &&
          counts.every((count, key) => count > (before[key] ?? 0)),
      )
    },
    async settle() {
      sending = false
      await Promise.all(senders)
      await until(() => counts.every((count, key) => hasAll(seen.get(nameOf(key)), count)))
      for (const values of seen.values()) {
        const firsts = [...new Set(values)]
        const inOrder = firsts.toSorted((a, b) => a - b)
        assert.deepEqual(firsts, inOrder)
      }
      return { acknowledged: counts.reduce((a, b) => a + b, 0), delivered: delivered() }
    },
  }
}

/** What arrives, by key, as group `g`. */
export function collected(bus: Pick<KafkaEventBus, 'subscribe'>): Map<string, number[]> {
  const seen = new Map<string, number[]>()
  bus.subscribe({
    topic: topics.bookingConfirmed,
    group: 'g',
    async handle({ bookingId, bookingReference }) {
      seen.set(bookingId, [...(seen.get(bookingId) ?? []), Number(bookingReference)])
    },
  })
  return seen
}

function hasAll(values: readonly number[] = [], count: number): boolean {
  const distinct = new Set(values)
  return Array.from({ length: count }, (_, value) => value).every((value) => distinct.has(value))
}

/** Sends 0, 1, 2 … under one key, each after the one before was acknowledged, and counts them. */
async function sendInOrder(
  producer: Pick<KafkaProducer, 'send'>,
  { key, counts }: { readonly key: number; readonly counts: number[] },
  goesOn: () => boolean,
): Promise<void> {
  for (let value = 0; goesOn(); ) {
    try {
      await producer.send([sampleRecord(nameOf(key), value)])
      counts[key] = ++value
      await systemClock.sleep(20)
    } catch {
      // It may have arrived or not: the same again, before anything newer.
      await systemClock.sleep(250)
    }
  }
}

function nameOf(key: number): string {
  return `bk_${key}`
}
