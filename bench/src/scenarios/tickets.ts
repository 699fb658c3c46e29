import { setImmediate as nextTurn } from 'node:timers/promises'
import { systemClock } from '@usher/kernel'
import { threadsTicketRenderer } from '@usher/booking/adapters/threads/ticket-renderer'
import type { Stage } from '../stage/stage.ts'
import type { Outcome, ScenarioOptions } from './scenario.ts'
import { madeUpTickets, sheetOf } from './made-up-tickets.ts'
import { type MeasuredWork, ticketsReport, ticketsTable } from './tickets-report.ts'

/** Kinds of work take turns this long, so that a busy machine slows all of them alike. */
const SLICE_MS = 250
const WARM_UP_MS = 500
const SEVERAL_PAGES = 20

/** Tickets signed, verified offline beside what OpenSSL could, and printed. */
export async function tickets(stage: Stage, { seconds }: ScenarioOptions): Promise<Outcome> {
  const made = madeUpTickets()
  stage.say('tickets are signed and verified, in turns with bare Ed25519 of OpenSSL')
  const codes = await inTurns(seconds * 1000, [
    ['codes signed', made.sign],
    ['bare signatures', made.bareSign],
    ['codes verified offline', made.verify],
    ['bare verifications', made.bareVerify],
  ])
  stage.say('tickets are printed')
  const renderer = threadsTicketRenderer(systemClock)
  const printing = (pages: number) => () => renderer.render(sheetOf(made.codes, pages))
  const printed = await inTurns(seconds * 1000, [
    ['PDFs of 1 page', printing(1)],
    [`PDFs of ${SEVERAL_PAGES} pages`, printing(SEVERAL_PAGES)],
  ])
  const report = ticketsReport([...codes, ...printed])
  return { document: report, table: ticketsTable(report), sound: true }
}

type Work = readonly [name: string, work: () => unknown]

/** Each kind of work for as long as the others, a slice at a time, for `ms` each. */
async function inTurns(ms: number, works: readonly Work[]): Promise<readonly MeasuredWork[]> {
  for (const [, work] of works) await repeat(work, WARM_UP_MS)
  const done = works.map(([name]) => ({ name, count: 0, seconds: 0, cpuUs: 0 }))
  for (let spentMs = 0; spentMs < ms; spentMs += SLICE_MS) {
    for (const [i, [, work]] of works.entries()) {
      const slice = await repeat(work, SLICE_MS)
      const sum = done[i] as (typeof done)[number]
      sum.count += slice.count
      sum.seconds += slice.seconds
      sum.cpuUs += slice.cpuUs
    }
  }
  return done
}

async function repeat(work: () => unknown, ms: number): Promise<Omit<MeasuredWork, 'name'>> {
  await nextTurn()
  const cpu = process.cpuUsage()
  const startMs = performance.now()
  let count = 0
  for (; performance.now() - startMs < ms; count++) {
    const result = work()
    if (result instanceof Promise) await result
  }
  const { user, system } = process.cpuUsage(cpu)
  return { count, seconds: (performance.now() - startMs) / 1000, cpuUs: user + system }
}
