import { measured } from '../measured.ts'
import { renderTable } from '../table.ts'

/** One kind of work, repeated. */
export interface MeasuredWork {
  readonly name: string
  readonly count: number
  readonly seconds: number
  /** Of all threads of this process: a PDF is printed in one of its own. */
  readonly cpuUs: number
}

/** The document that `usher bench tickets --json` prints. */
export interface TicketsReport {
  readonly work: readonly WorkSummary[]
  /** Codes signed a second, divided by what bare signing reaches in the same run. */
  readonly signing_ratio: number | null
  /** The same of verification offline. */
  readonly verification_ratio: number | null
}

interface WorkSummary {
  readonly name: string
  readonly per_second: number | null
  readonly cpu_us: number | null
  /** What a core would reach that did nothing else. */
  readonly per_second_per_core: number | null
}

export function ticketsReport(all: readonly MeasuredWork[]): TicketsReport {
  const ratio = (name: string, limit: string) => {
    const cost = (wanted: string) => cpuUs(all.find((work) => work.name === wanted))
    return measured(cost(limit) / cost(name), 3)
  }
  return {
    work: all.map((work) => ({
      name: work.name,
      per_second: measured(work.count / work.seconds, 1),
      cpu_us: measured(cpuUs(work), 1),
      per_second_per_core: measured(1e6 / cpuUs(work), 1),
    })),
    signing_ratio: ratio('codes signed', 'bare signatures'),
    verification_ratio: ratio('codes verified offline', 'bare verifications'),
  }
}

/** NaN when it was not measured. */
function cpuUs(work: MeasuredWork | undefined): number {
  return work ? work.cpuUs / work.count : Number.NaN
}

export function ticketsTable(report: TicketsReport): string {
  const { work, signing_ratio: signing, verification_ratio: verification } = report
  const head = ['', 'a second', 'CPU µs', 'a second and core']
  const rows = work.map((each) => [
    each.name,
    each.per_second,
    each.cpu_us,
    each.per_second_per_core,
  ])
  const text = (ratio: number | null) => ratio?.toFixed(3) ?? 'not measured'
  const limits = `of what OpenSSL can: signing ${text(signing)}, verifying ${text(verification)}`
  return [renderTable(head, rows), '', limits].join('\n')
}
