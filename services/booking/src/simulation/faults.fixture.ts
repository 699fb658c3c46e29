import { type Clock, DomainError, type Random } from '@usher/kernel'

/** What may go wrong with one call, with its probability. */
export interface FaultRates {
  /** Refused before it had any effect. */
  readonly before: number
  /** Its effect is there, its answer is lost. */
  readonly after: number
  /** No effect and no answer, ever. */
  readonly hang: number
  /** Its effect is there, and no answer ever comes. */
  readonly hangAfter: number
  /** Delivered twice. */
  readonly twice: number
  /** Late by up to this many milliseconds. */
  readonly delayMs: number
}

export const noFaults: FaultRates = {
  before: 0,
  after: 0,
  hang: 0,
  hangAfter: 0,
  twice: 0,
  delayMs: 0,
}

/** A process that can die: from then on none of its calls has an effect or an answer. */
export interface Process {
  alive: boolean
}

export interface FaultSource {
  readonly clock: Clock
  readonly random: Random
  readonly process: Process
  rates(): FaultRates
}

const never = new Promise<never>(() => undefined)

/** `client` behind a network that does all of this. */
export function faulty<Client extends object>(client: Client, source: FaultSource): Client {
  const calls = Object.entries(client) as [string, Call][]
  return Object.fromEntries(
    calls.map(([name, call]) => [name, (...given: unknown[]) => disturbed(source, call, given)]),
  ) as Client
}

type Call = (...given: unknown[]) => Promise<unknown>

async function disturbed(source: FaultSource, call: Call, given: unknown[]): Promise<unknown> {
  const { clock, random, process } = source
  const rates = source.rates()
  const happens = (rate: number) => rate > 0 && random.fraction() < rate
  if (rates.delayMs > 0) await clock.sleep(Math.floor(random.fraction() * rates.delayMs))
  if (!process.alive || happens(rates.hang)) return never
  if (happens(rates.before)) throw lost()
  if (happens(rates.twice)) await call(...given).catch(() => undefined)
  const answer = await call(...given)
  if (rates.delayMs > 0) await clock.sleep(Math.floor(random.fraction() * rates.delayMs))
  if (!process.alive || happens(rates.hangAfter)) return never
  if (happens(rates.after)) throw lost()
  return answer
}

function lost(): DomainError {
  return new DomainError('unavailable', 'connection_lost', 'no answer')
}
