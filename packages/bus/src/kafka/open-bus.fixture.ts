import { create, toBinary } from '@bufbuild/protobuf'
import { BookingConfirmedSchema } from '@usher/contracts'
import { systemClock } from '@usher/kernel'
import { type ManualClock, manualClock, seededRandom } from '@usher/testing'
import type { OpenBus } from '../event-bus.contract.ts'
import { topics } from '../topics.ts'
import { type OutgoingRecord, outgoingRecord } from './cloud-events.ts'
import { kafkaEventBus } from './event-bus.ts'
import type { Kafka } from './open-kafka.ts'
import { kafkaProducer } from './producer.ts'
import type { TemporaryKafka } from './temporary-kafka.fixture.ts'

/** What the suite of buses drives; its topics go with it. */
export function openTemporaryBus(temporary: TemporaryKafka): OpenBus {
  return removing(openBus(temporary.kafka, withPauses(manualClock())), temporary.close)
}

function removing(opened: OpenBus, remove: () => Promise<void>): OpenBus {
  let removed: Promise<void> | undefined
  return {
    ...opened,
    restart: async () => removing(await opened.restart(), async () => undefined),
    close: () => (removed ??= opened.close().then(remove)),
  }
}

function openBus(kafka: Kafka, clock: ManualClock): OpenBus {
  const producer = kafkaProducer(kafka)
  const bus = kafkaEventBus({ kafka, producer, clock, random: seededRandom(1) })
  let closing: Promise<void> | undefined
  const close = () => (closing ??= bus.close().then(() => producer.close()))
  return {
    bus,
    clock,
    async publish(...bookingIds) {
      for (const bookingId of bookingIds) await producer.send([confirmedRecord(bookingId)])
    },
    async restart() {
      await close()
      return openBus(kafka, clock)
    },
    close,
  }
}

/** The broker answers in real time: while the clock advances some of that passes, too. */
export function withPauses(clock: ManualClock): ManualClock {
  const advance = async (ms: number) => {
    await systemClock.sleep(2)
    await clock.advance(ms)
  }
  return Object.assign(Object.create(clock) as ManualClock, bound(clock), { advance })
}

function bound(clock: ManualClock): Omit<ManualClock, 'advance'> {
  return {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    schedule: (delayMs, task) => clock.schedule(delayMs, task),
    sleep: (delayMs) => clock.sleep(delayMs),
    stepWallClock: (ms) => clock.stepWallClock(ms),
  }
}

let sent = 0

/** A booking.confirmed message with an id of its own. */
export function confirmedRecord(bookingId: string, reference = ''): OutgoingRecord {
  const message = create(BookingConfirmedSchema, { bookingId, bookingReference: reference })
  return outgoingRecord({
    topic: 'booking.confirmed',
    source: topics.bookingConfirmed.source,
    id: `msg_${sent++}`,
    key: bookingId,
    timeMs: 1_700_000_000_000 + sent,
    body: toBinary(BookingConfirmedSchema, message),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  })
}
