import type { Clock } from '@usher/kernel'
import type { AuditState } from '../ports/audit-state.ts'
import type { SaleRecords } from '../ports/sale-records.ts'
import type { AuditorTelemetry } from '../telemetry.ts'

export interface AuditorPorts {
  readonly state: AuditState
  readonly records: SaleRecords
  readonly clock: Clock
  readonly telemetry: AuditorTelemetry
}
