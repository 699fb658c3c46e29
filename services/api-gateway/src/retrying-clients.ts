import { type Clock, isDomainError, type Random } from '@usher/kernel'
import type { CallOptions } from '@usher/rpc'
import type { Counter, Metrics } from '@usher/telemetry'
import { namesItsOperation, reads } from './repeatable-calls.ts'
import { RetryBudget } from './retry-budget.ts'
import type { ServiceClients } from './routes/gateway-context.ts'

/** After the first attempt. */
const REPEATS_MAX = 2
const FIRST_WAIT_MS = 50
const WAIT_MS_MAX = 500

export interface RetryNeeds {
  readonly clock: Clock
  readonly random: Random
  readonly metrics: Metrics
}

/**
 * The same clients, which repeat a call that found no service (unavailable / service_unavailable)
 * when it is safe: it only reads, or carries an operation id. Repeats wait with full jitter, end
 * before the call's deadline, and are few, see `RetryBudget`; each service has a budget of its own.
 * Only here, at the edge: repeats at every step would multiply.
 */
export function retryingClients(needs: RetryNeeds, clients: ServiceClients): ServiceClients {
  const repeats = needs.metrics.counter({
    name: 'service_call_repeats_total',
    help: 'Calls that found no service: repeated, or over the budget and given up',
    labels: ['service', 'result'],
  })
  const names = Object.keys(reads) as (keyof ServiceClients)[]
  const retrying = names.map((name) => [
    name,
    retryingClient({ ...needs, repeats }, name, clients[name] as unknown as AnyClient),
  ])
  return Object.fromEntries(retrying) as ServiceClients
}

type AnyCall = (request: object, options?: CallOptions) => Promise<object>
type AnyClient = Readonly<Record<string, AnyCall>>
type Needs = RetryNeeds & { readonly repeats: Counter<'service' | 'result'> }

function retryingClient(needs: Needs, service: keyof ServiceClients, client: AnyClient): AnyClient {
  const budget = new RetryBudget()
  const safe = new Set<string>(reads[service])
  const told = {
    repeated: { service, result: 'repeated' },
    givenUp: { service, result: 'over_budget' },
  }
  const mayRepeat = () => {
    const may = budget.spend()
    needs.repeats.add(1, may ? told.repeated : told.givenUp)
    return may
  }
  const calls = Object.entries(client).map(([method, call]) => {
    const isRead = safe.has(method)
    const retrying: AnyCall = (request, options) => {
      if (!isRead && !namesItsOperation(request)) return call(request, options)
      budget.earn()
      return repeat(needs, mayRepeat, options, () => call(request, options))
    }
    return [method, retrying]
  })
  return Object.fromEntries(calls) as AnyClient
}

async function repeat(
  { clock, random }: RetryNeeds,
  mayRepeat: () => boolean,
  { deadlineMs = Number.POSITIVE_INFINITY }: CallOptions = {},
  call: () => Promise<object>,
): Promise<object> {
  for (let repeats = 0; ; repeats++) {
    try {
      return await call()
    } catch (error) {
      if (repeats === REPEATS_MAX || !isDomainError(error, 'service_unavailable')) throw error
      const waitMs = random.fraction() * Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** repeats)
      if (clock.monotonicMs() + waitMs >= deadlineMs || !mayRepeat()) throw error
      await clock.sleep(waitMs)
    }
  }
}
