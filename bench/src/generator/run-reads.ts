import { Answers } from './answers.ts'
import { Latencies } from './latencies.ts'
import type { ReadPlan, ReadReport } from './plan.ts'
import { requestHead } from './request-head.ts'
import { runLoad, type Work } from './run-load.ts'

/** Sends GETs over and over, each of them in turn. */
export async function runReads(plan: ReadPlan): Promise<ReadReport> {
  const heads = plan.paths.map((path) => requestHead(`GET ${path}`, plan.headers))
  const answers = new Answers(plan.status)
  const latencies = new Latencies()
  let bodyBytes = 0
  let sent = 0
  const read: Work = async (connection, dueMs) => {
    const { status, body } = await connection.send(heads[sent++ % heads.length] as string)
    latencies.record((performance.now() - dueMs) * 1000)
    answers.count(status)
    bodyBytes = body.length
  }
  const cpu = process.cpuUsage()
  const seconds = await runLoad(plan, () => read)
  const { user, system } = process.cpuUsage(cpu)
  return {
    done: answers.done,
    refused: answers.refused,
    seconds,
    cpuUs: user + system,
    latencyMs: latencies.percentiles(),
    bodyBytes,
  }
}
