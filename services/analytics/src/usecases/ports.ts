import type { Clock } from '@usher/kernel'
import type { Telling } from '../domain/figures.ts'
import type { SalesFigures } from '../ports/sales-figures.ts'
import type { AnalyticsTelemetry } from '../telemetry.ts'

/** Hands over what every topic still holds. */
export type ReplayTellings = (handle: (telling: Telling) => Promise<void>) => Promise<void>

export interface AnalyticsPorts {
  readonly figures: SalesFigures
  readonly replay: ReplayTellings
  readonly clock: Clock
  readonly telemetry: AnalyticsTelemetry
}
