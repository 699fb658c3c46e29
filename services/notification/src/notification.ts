import type { Consumer, topics } from '@usher/bus'
import type { NotificationService } from '@usher/contracts'
import type { Clock, Job, Random } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { type Logger, type Metrics, noMetrics, silentLogger } from '@usher/telemetry'
import { intlMailWriter } from './adapters/intl/mail-writer.ts'
import { rpcSaleFacts, type SaleClients } from './adapters/rpc/sale-facts.ts'
import type { NotificationConfig } from './config.ts'
import { cancellations, confirmations } from './consumers.ts'
import type { Mailbox } from './ports/mailbox.ts'
import type { Mailer } from './ports/mailer.ts'
import type { NotificationStore } from './ports/notification-store.ts'
import { notificationHandlers } from './rpc.ts'
import { notificationTelemetry } from './telemetry.ts'
import { BookingTurns } from './usecases/booking-turns.ts'
import { deliverMails } from './usecases/deliver-mails.ts'
import { ExpiringReservations } from './usecases/expiring-reservations.ts'
import { MailCircuit } from './usecases/mail-circuit.ts'
import type { NotificationPorts } from './usecases/ports.ts'
import { pruneNotifications } from './usecases/prune-notifications.ts'

/** What a composition root passes. */
export interface NotificationAdapters extends SaleClients {
  readonly notifications: NotificationStore
  readonly mailer: Mailer
  /** When the mailer keeps what it is given. */
  readonly mailbox?: Mailbox
  /** Where buyers reach this platform; empty: mails have no links. */
  readonly publicUrl?: () => string
  /** Resolves when the next mail may be made; without it mails take what time they need. */
  readonly spareTime?: () => Promise<void>
  readonly clock: Clock
  readonly random: Random
  readonly metrics?: Metrics
  readonly logger?: Logger
}

export interface NotificationApplication {
  readonly rpc: Handlers<typeof NotificationService>
  readonly consumers: readonly (
    | Consumer<typeof topics.bookingConfirmed>
    | Consumer<typeof topics.bookingCancelled>
  )[]
  readonly jobs: readonly Job[]
  /** Always true: mails wait on record, and no sale depends on them. */
  ready(): boolean
}

/** Wires the notification service; opens nothing, starts nothing. */
export function createNotification(
  adapters: NotificationAdapters,
  config: NotificationConfig,
): NotificationApplication {
  const { metrics = noMetrics, logger = silentLogger, publicUrl = () => '' } = adapters
  const { notifications, mailer, mailbox, clock, random } = adapters
  const ports: NotificationPorts = {
    notifications,
    mailer,
    mailbox,
    clock,
    random,
    publicUrl,
    config,
    facts: rpcSaleFacts(adapters),
    writer: intlMailWriter,
    circuit: new MailCircuit(),
    spareTime: adapters.spareTime ?? (async () => undefined),
    turns: new BookingTurns(),
    telemetry: notificationTelemetry(metrics, logger),
  }
  return {
    rpc: notificationHandlers(ports),
    consumers: [confirmations(ports), cancellations(ports)],
    jobs: jobs(ports),
    ready: () => true,
  }
}

const DELIVER_EVERY_MS = 1000
const REMIND_EVERY_MS = 10_000
const MEASURE_EVERY_MS = 15_000
const PRUNE_EVERY_MS = 3_600_000

function jobs(ports: NotificationPorts): readonly Job[] {
  const expiring = new ExpiringReservations(ports)
  const { notifications, telemetry, clock } = ports
  const deliver = (stopping?: AbortSignal) => deliverMails(ports, stopping)
  const measure = async () =>
    telemetry.backlogMeasured(await notifications.backlog(), clock.nowMs())
  return [
    { name: 'notification.deliver', everyMs: DELIVER_EVERY_MS, run: deliver },
    { name: 'notification.remind', everyMs: REMIND_EVERY_MS, run: () => expiring.remind() },
    { name: 'notification.measure', everyMs: MEASURE_EVERY_MS, run: measure },
    { name: 'notification.prune', everyMs: PRUNE_EVERY_MS, run: () => pruneNotifications(ports) },
  ]
}
