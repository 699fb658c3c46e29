import type { TablesTopicLog } from '@usher/bus'
import type { SeatLedger } from '@usher/inventory'
import type { Clock, Random } from '@usher/kernel'
import type { PaymentProvider } from '@usher/payment'
import type { Tables } from '@usher/stores'
import type { Logger, Metrics } from '@usher/telemetry'
import type { Equipment } from './equipment.ts'
import type { EmbeddedConfig } from './settings.ts'

/** What the process, a test or a simulation chooses. */
export interface EmbeddedOptions extends Equipment {
  readonly tables: Tables
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** With `scrape`, the gateway serves `/metrics`. */
  readonly metrics: Metrics
  readonly config: EmbeddedConfig
  /** Put around ports: how a simulation brings in faults, and shows what a guard is for. */
  readonly decorators?: Decorators
}

export interface Decorators {
  readonly ledger?: (ledger: SeatLedger) => SeatLedger
  readonly provider?: (provider: PaymentProvider) => PaymentProvider
}

/** What the parts of the root share. */
export interface EmbeddedNeeds extends EmbeddedOptions {
  readonly topicLog: TablesTopicLog
}
