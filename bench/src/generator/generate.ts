import { once } from 'node:events'
import { DomainError } from '@usher/kernel'
import type { Stage } from '../stage/stage.ts'
import type { GeneratorPlan, ReportOf } from './plan.ts'

const main = new URL('./main.ts', import.meta.url).pathname

/**
 * Makes a load from a process of its own. Fails with unavailable / load_failed when that ends
 * without a report, as it does when the server closes connections.
 */
export async function generate<Plan extends GeneratorPlan>(
  stage: Stage,
  plan: Plan,
): Promise<ReportOf<Plan>> {
  const child = stage.start([main])
  const report = once(child, 'message').then(([message]) => message as ReportOf<Plan>)
  // After its exit: what it said last may come behind that.
  const ended = once(child, 'close').then(([code, signal]) => {
    const text = `the load generator ended with ${code ?? signal} before it could report`
    throw new DomainError('unavailable', 'load_failed', text)
  })
  ended.catch(() => undefined)
  child.send(plan)
  return Promise.race([report, ended])
}
