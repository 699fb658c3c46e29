import type { AuditorService } from '@usher/contracts'
import { DomainError, type EventId } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import { type Finding, problems } from './domain/finding.ts'
import type { AuditorPorts } from './usecases/ports.ts'

const PAGE_DEFAULT = 100
const PAGE_MAX = 1000

/** Proto to domain words and back; no rules. */
export function auditorHandlers({ state, clock }: AuditorPorts): Handlers<typeof AuditorService> {
  return {
    async listFindings({ eventId, cursor, limit: wanted }) {
      const limit = wanted === 0 ? PAGE_DEFAULT : Math.min(wanted, PAGE_MAX)
      const ofEvent = eventId === 0 ? undefined : (eventId as EventId)
      const found = await state.findings({ eventId: ofEvent, after: cursor, limit: limit + 1 })
      const page = found.slice(0, limit)
      const nextCursor = found.length > limit ? (page.at(-1)?.findingId ?? '') : ''
      return { findings: page.map(findingMessage), nextCursor }
    },
    async resolveFindings({ eventId }) {
      if (eventId === 0) {
        throw new DomainError('invalid', 'missing_field', 'event_id is needed', {
          field: 'event_id',
        })
      }
      return { resolved: await state.resolve(eventId as EventId, clock.nowMs()) }
    },
  }
}

function findingMessage({ findingId, problem, eventId, subject, ...finding }: Finding) {
  return {
    findingId,
    problem,
    eventId,
    subject,
    invariant: problems[problem].invariant,
    evidenceJson: JSON.stringify(finding.evidence),
    foundAtMs: BigInt(finding.foundAtMs),
    resolvedAtMs: BigInt(finding.resolvedAtMs),
  }
}
