import type { Logger, Metrics } from '@usher/telemetry'
import type { Refusal } from './domain/door.ts'

/** Who is told of what happens to tickets. None of these may throw. */
export interface TicketTelemetry {
  /** Somebody showed a code. Refused scans are kept nowhere but here. */
  scanned(refused: Refusal | undefined): void
  checkInUndone(): void
  ticketsRendered(count: number, durationMs: number): void
  keyRotated(keyId: string, othersRevoked: boolean): void
}

/** Numbers and log lines: ids and reasons, never codes or keys. */
export function ticketTelemetry(metrics: Metrics, logger: Logger): TicketTelemetry {
  const numbers = ticketMetrics(metrics)
  return {
    scanned(refused) {
      const { reason, detail } = refused ?? { reason: 'admitted', detail: '' }
      numbers.scans.add(1, { result: reason, detail })
    },
    checkInUndone() {
      numbers.undone.add(1)
    },
    ticketsRendered(count, durationMs) {
      numbers.pages.add(count)
      numbers.rendering.observe(durationMs / 1000)
    },
    keyRotated(keyId, othersRevoked) {
      logger.info({ key_id: keyId, others_revoked: othersRevoked }, 'tickets have a new key')
    },
  }
}

function ticketMetrics(metrics: Metrics) {
  return {
    scans: metrics.counter({
      name: 'ticket_scans_total',
      help: 'Codes shown at a door: admitted, or why not.',
      labels: ['result', 'detail'],
    }),
    undone: metrics.counter({
      name: 'check_ins_undone_total',
      help: 'Check-ins that were taken back.',
    }),
    pages: metrics.counter({
      name: 'ticket_pages_total',
      help: 'Pages of tickets that were printed.',
    }),
    rendering: metrics.histogram({
      name: 'ticket_rendering_duration_seconds',
      help: 'From the request for a PDF to its end, waiting included.',
    }),
  }
}
