import {
  type Attributes,
  type Consumer,
  type LogReader,
  type MessageOf,
  type Topic,
  topics,
} from '@usher/bus'
import type { EventId } from '@usher/kernel'
import type { Count, Telling } from './domain/figures.ts'
import {
  cancellationCounts,
  confirmationCounts,
  expiryCounts,
  seatCounts,
} from './domain/tellings.ts'
import type { AnalyticsPorts, ReplayTellings } from './usecases/ports.ts'

/** Counted together; figures are sums, so that no order matters. */
const AT_ONCE = 64

/** What a message of one topic says, and when it happened. */
interface Source<AnyTopic extends Topic = Topic> {
  readonly topic: AnyTopic
  readonly group: string
  readonly read: (message: MessageOf<AnyTopic>) => {
    readonly eventId: number
    readonly atMs: bigint
    readonly counts: readonly Count[]
  }
}

const sources: readonly Source[] = [
  source(topics.seatStatusChanged, (message) => {
    const { eventId, occurredAtMs: atMs } = message
    return { eventId, atMs, counts: seatCounts(message) }
  }),
  source(topics.bookingConfirmed, (message) => {
    const { eventId, confirmedAtMs: atMs, totalMinor } = message
    const counts = confirmationCounts({ ...message, totalMinor: Number(totalMinor) })
    return { eventId, atMs, counts }
  }),
  source(topics.bookingCancelled, (message) => {
    const { eventId, cancelledAtMs: atMs, refundedMinor } = message
    const counts = cancellationCounts({ ...message, refundedMinor: Number(refundedMinor) })
    return { eventId, atMs, counts }
  }),
  source(topics.reservationExpired, (message) => {
    const { eventId, expiredAtMs: atMs } = message
    return { eventId, atMs, counts: expiryCounts(message) }
  }),
]

/** Messages to figures; those of events say what an event is called. */
export function analyticsConsumers(ports: AnalyticsPorts): Consumer[] {
  return [...sources.map((each) => counting(ports, each)), ...describing(ports)]
}

/** What topics hold, as it was told. */
export function replayTellings(log: LogReader): ReplayTellings {
  return async (handle) => {
    for (const each of sources) {
      await log.replay(each.topic, (message, attributes) =>
        handle(tellingOf(each, message, attributes)),
      )
    }
  }
}

function source<AnyTopic extends Topic>(topic: AnyTopic, read: Source<AnyTopic>['read']): Source {
  const group = `analytics_${topic.name.replaceAll('.', '_')}`
  return { topic, group, read } as unknown as Source
}

function counting({ figures, telemetry, clock }: AnalyticsPorts, each: Source): Consumer {
  return {
    topic: each.topic,
    group: each.group,
    atOnce: AT_ONCE,
    async handle(message, attributes) {
      await figures.add(tellingOf(each, message, attributes))
      telemetry.counted(each.topic.name, clock.nowMs() - Date.parse(attributes.time))
    },
  }
}

function tellingOf(each: Source, message: MessageOf<Topic>, { id }: Attributes): Telling {
  const { eventId, atMs, counts } = each.read(message)
  const told = { eventId: eventId as EventId, atMs: Number(atMs), counts }
  return { consumer: each.group, messageId: id, ...told }
}

type EventTopic = typeof topics.eventCreated | typeof topics.eventUpdated

function describing({ figures }: AnalyticsPorts): Consumer[] {
  return [topics.eventCreated, topics.eventUpdated].map(
    (topic): Consumer<EventTopic> => ({
      topic,
      group: `analytics_${topic.name.replaceAll('.', '_')}`,
      async handle({ event }) {
        if (!event) return
        const { eventId, version, totalSeats, details } = event
        const eventName = details?.eventName ?? ''
        await figures.keepEvent({ eventId: eventId as EventId, version, totalSeats, eventName })
      },
    }),
  )
}
