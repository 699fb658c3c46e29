import type { Clock, Random } from '@usher/kernel'
import type { NotificationConfig } from '../config.ts'
import type { MailWriter } from '../ports/mail-writer.ts'
import type { Mailbox } from '../ports/mailbox.ts'
import type { Mailer } from '../ports/mailer.ts'
import type { NotificationStore } from '../ports/notification-store.ts'
import type { SaleFacts } from '../ports/sale-facts.ts'
import type { NotificationTelemetry } from '../telemetry.ts'
import type { MailCircuit } from './mail-circuit.ts'
import type { BookingTurns } from './booking-turns.ts'

/** What telling buyers needs. */
export interface NotificationPorts {
  readonly notifications: NotificationStore
  readonly facts: SaleFacts
  readonly writer: MailWriter
  readonly mailer: Mailer
  /** Undefined where mail leaves through a mail server. */
  readonly mailbox: Mailbox | undefined
  readonly clock: Clock
  readonly random: Random
  readonly circuit: MailCircuit
  /** Resolves when the next mail may be made: sales go first. */
  readonly spareTime: () => Promise<void>
  readonly turns: BookingTurns
  readonly telemetry: NotificationTelemetry
  readonly config: NotificationConfig
  /** Where buyers reach this platform, without a slash at its end; empty: nowhere. */
  readonly publicUrl: () => string
}
