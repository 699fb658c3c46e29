import type { Connection } from './connection.ts'
import { Answers } from './answers.ts'
import { Latencies } from './latencies.ts'
import type { ScanPlan, ScanReport } from './plan.ts'
import { postHead } from './request-head.ts'
import { runLoad, type Work } from './run-load.ts'

const OK = 200
/** Counted for a door that says the opposite of what it should; no status of HTTP. */
const WRONG_ANSWER = 0

/** Scans tickets, each scanner and each ticket in turn. */
export async function runScans(plan: ScanPlan): Promise<ScanReport> {
  const scanners = new Scanners(plan)
  const cpu = process.cpuUsage()
  const seconds = await runLoad(plan, () => scanners.next())
  const { user, system } = process.cpuUsage(cpu)
  return { ...scanners.report(), seconds, cpuUs: user + system }
}

class Scanners {
  readonly #plan: ScanPlan
  readonly #heads = new Map<string, string>()
  readonly #wanted: string
  readonly #answers = new Answers(OK)
  readonly #latencies = new Latencies()
  #scanned = 0
  #ranOut = false

  constructor(plan: ScanPlan) {
    this.#plan = plan
    this.#wanted = `"result":"${plan.expected}"`
  }

  next(): Work | undefined {
    const { tickets, again } = this.#plan
    this.#ranOut ||= !again && this.#scanned >= tickets.length
    if (this.#ranOut) return undefined
    const number = this.#scanned++
    return (connection, dueMs) => this.#scan(connection, { number, dueMs })
  }

  report(): Omit<ScanReport, 'seconds' | 'cpuUs'> {
    return {
      done: this.#answers.done,
      refused: this.#answers.refused,
      latencyMs: this.#latencies.percentiles(),
      scanned: Math.min(this.#scanned, this.#plan.tickets.length),
      ranOut: this.#ranOut,
    }
  }

  async #scan(
    connection: Connection,
    { number, dueMs }: { number: number; dueMs: number },
  ): Promise<void> {
    const { tickets, tokens } = this.#plan
    const ticket = tickets[number % tickets.length]
    const token = tokens[number % tokens.length]
    if (!ticket || !token) throw new TypeError('there are no tickets, or no scanners')
    const body = `{"code":"${ticket.code}"}`
    const answer = await connection.send(this.#head(ticket.eventId, token), body)
    this.#latencies.record((performance.now() - dueMs) * 1000)
    const asExpected = answer.status !== OK || answer.body.includes(this.#wanted)
    this.#answers.count(asExpected ? answer.status : WRONG_ANSWER)
  }

  #head(eventId: number, token: string): string {
    const key = `${eventId} ${token}`
    const head = this.#heads.get(key) ?? postHead(`/v1/events/${eventId}/checkins`, token)
    this.#heads.set(key, head)
    return head
  }
}
