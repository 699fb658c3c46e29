import { create } from '@bufbuild/protobuf'
import type { Attributes } from '@usher/bus'
import {
  BookingCancelledSchema,
  BookingConfirmedSchema,
  NotificationService,
} from '@usher/contracts'
import { localClient } from '@usher/rpc'
import { type MemoryDisk, memoryTables, reliableDisk } from '@usher/stores'
import type { Metrics } from '@usher/telemetry'
import { type ManualClock, manualClock, seededRandom } from '@usher/testing'
import { tablesNotificationStore } from '../adapters/tables/notification-store.ts'
import { type NotificationConfig, readNotificationConfig } from '../config.ts'
import type { Mail } from '../domain/mail.ts'
import { createNotification } from '../notification.ts'
import type { Mailbox } from '../ports/mailbox.ts'
import type { Mailer } from '../ports/mailer.ts'
import type { NotificationStore } from '../ports/notification-store.ts'
import { fakeServices, type SaleWorld, saleWorld } from './fake-services.fixture.ts'
import { sampleBooking, START_MS } from './sample-sales.fixture.ts'

export interface NotificationOptions {
  readonly disk?: MemoryDisk
  readonly clock?: ManualClock
  readonly sales?: SaleWorld
  readonly mailer?: Mailer
  readonly mailbox?: Mailbox
  readonly config?: Partial<NotificationConfig>
  readonly metrics?: Metrics
  /** Stands between the service and its store. */
  readonly around?: (store: NotificationStore) => NotificationStore
}

/** The service over stores in memory, services that are made up, and a clock that is pushed. */
export function openNotification(options: NotificationOptions = {}) {
  const { disk = reliableDisk(), clock = manualClock(START_MS), sales = saleWorld() } = options
  const { mailer = listMailer(), around = (store) => store, config, mailbox, metrics } = options
  const store = around(tablesNotificationStore(memoryTables(disk)))
  const application = createNotification(
    {
      ...fakeServices(sales),
      ...(mailbox ? { mailbox } : {}),
      ...(metrics ? { metrics } : {}),
      notifications: store,
      mailer,
      clock,
      random: seededRandom(1),
      publicUrl: () => 'https://tickets.example.org/',
    },
    { ...readNotificationConfig({}), ...config },
  )
  const run = async (name: string, stopping?: AbortSignal) => {
    const job = application.jobs.find((each) => each.name === `notification.${name}`)
    if (!job) throw new TypeError(`no job is called ${name}`)
    await job.run(stopping)
  }
  const client = localClient(NotificationService, application.rpc)
  return { ...application, client, run, clock, sales, store, disk, ...topicsOf(application, clock) }
}

export interface ListMailer extends Mailer {
  readonly mails: Mail[]
  /** Set: what sending fails with. */
  failure: (mail: Mail) => Error | undefined
}

/** Takes every mail, and every repeat of it, as a mail server does. */
export function listMailer(): ListMailer {
  const mails: Mail[] = []
  return {
    fromAddress: 'tickets@example.org',
    mails,
    failure: () => undefined,
    async send(mail) {
      const failure = this.failure(mail)
      if (failure) throw failure
      mails.push(mail)
    },
    close: async () => undefined,
  }
}

type Application = Pick<ReturnType<typeof createNotification>, 'consumers'>

function topicsOf({ consumers }: Application, clock: ManualClock) {
  const attributes = { id: 'msg_1' } as Attributes
  const handle = async (topic: string, message: object) => {
    for (const consumer of consumers) {
      if (consumer.topic.name === topic) await consumer.handle(message as never, attributes)
    }
  }
  return {
    /** booking.confirmed arrives. */
    confirmed: (bookingId: string, confirmedAtMs = clock.nowMs()) =>
      handle(
        'booking.confirmed',
        create(BookingConfirmedSchema, {
          bookingId,
          userId: 'user_ann',
          confirmedAtMs: BigInt(confirmedAtMs),
        }),
      ),
    /** booking.cancelled arrives; of the whole booking unless seats are named. */
    cancelled: (
      bookingId: string,
      parts: { refundId: string; reason?: string; seats?: string[] },
    ) =>
      handle(
        'booking.cancelled',
        create(BookingCancelledSchema, {
          bookingId,
          userId: 'user_ann',
          refundId: parts.refundId,
          seatNumbers: parts.seats ?? ['A-12', 'A-13'],
          areas: parts.seats ? {} : { Standing: 2 },
          whole: parts.seats === undefined,
          refundedMinor: 15_000n,
          currency: 'EUR',
          reason: parts.reason ?? '',
          cancelledAtMs: BigInt(clock.nowMs()),
        }),
      ),
  }
}

/** Puts a booking into the world and answers its id, which `parseId` accepts. */
export function bookingIn(sales: SaleWorld, number = 1): string {
  const bookingId = `bk_${String(number).padStart(26, '0')}`
  sales.bookings.set(bookingId, sampleBooking(bookingId))
  return bookingId
}
