import { Answers } from './answers.ts'
import type { Connection } from './connection.ts'
import { Latencies } from './latencies.ts'
import type { BurstPlan, BurstReport } from './plan.ts'
import { postHead } from './request-head.ts'
import { openConnections } from './run-load.ts'

const CREATED = 201

/** Sends every request at the same moment, each over a connection of its own. */
export async function runBurst(plan: BurstPlan): Promise<BurstReport> {
  const connections = await openConnections(plan.port, plan.requests.length)
  const heads = plan.requests.map(({ token }) => postHead(plan.path, token))
  const counted = new Answers(CREATED)
  const latencies = new Latencies()
  const cpu = process.cpuUsage()
  const startMs = performance.now()
  const answers = await Promise.all(
    plan.requests.map(async ({ body }, i) => {
      const answer = await (connections[i] as Connection).send(heads[i] as string, body)
      latencies.record((performance.now() - startMs) * 1000)
      counted.count(answer.status)
      return answer
    }),
  )
  const seconds = (performance.now() - startMs) / 1000
  const { user, system } = process.cpuUsage(cpu)
  for (const connection of connections) connection.close()
  return {
    done: counted.done,
    refused: counted.refused,
    seconds,
    cpuUs: user + system,
    latencyMs: latencies.percentiles(),
    answers,
  }
}
