import { type Clock, DomainError } from '@usher/kernel'
import type { PaymentProvider, WebhookHeaders } from '@usher/payment'
import type { Dice } from '../dice.ts'
import { never } from '../machine/power.ts'
import type { Sightings } from '../sightings.ts'

/** How calls to the bank go wrong. */
export type BankFault =
  | 'refused_before'
  | 'refused_after'
  | 'lost_before'
  | 'lost_after'
  | 'slow_before'
  | 'slow_after'

const faults: readonly BankFault[] = [
  'refused_before',
  'refused_after',
  'lost_before',
  'lost_after',
  'slow_before',
  'slow_after',
]

/** Longer than the deadline of a call in some cases. */
const SLOW_MS = 12_000

export interface Envelope {
  readonly rawBody: Uint8Array
  readonly headers: WebhookHeaders
}

export interface FaultyNeeds {
  readonly clock: Clock
  readonly dice: Dice
  readonly sightings: Sightings
  /** The share of calls that go wrong. */
  readonly trouble: () => number
  /** The keys of the refunds that were ever asked for. */
  readonly refunds: Set<string>
  /** Called with each webhook, so that it may be delivered again. */
  readonly onWebhook: (envelope: Envelope) => void
}

/**
 * The bank behind a bad line: calls and answers are lost, late, or refused though they had their
 * effect.
 */
export function faultyProvider(needs: FaultyNeeds, bank: PaymentProvider): PaymentProvider {
  const call = <Answer>(act: () => Promise<Answer>): Promise<Answer> => {
    const { dice, trouble } = needs
    return dice.chance(trouble()) ? troubled(needs, dice.pick(faults), act) : act()
  }
  return {
    authorize: (request) => call(() => bank.authorize(request)),
    capture: (request) => call(() => bank.capture(request)),
    void: (request) => call(() => bank.void(request)),
    refund: (request) => {
      if (needs.refunds.has(request.key)) needs.sightings.saw('refund_repeated')
      needs.refunds.add(request.key)
      return call(() => bank.refund(request))
    },
    retrieve: (request) => call(() => bank.retrieve(request)),
    parseWebhook(rawBody, headers) {
      needs.onWebhook({ rawBody, headers })
      return bank.parseWebhook(rawBody, headers)
    },
  }
}

async function troubled<Answer>(
  { clock, dice, sightings }: FaultyNeeds,
  fault: BankFault,
  act: () => Promise<Answer>,
): Promise<Answer> {
  sightings.saw(`bank_${fault}`)
  switch (fault) {
    case 'refused_before':
      throw down()
    case 'lost_before':
      return never()
    case 'slow_before':
      await clock.sleep(dice.upTo(SLOW_MS))
      return act()
    case 'refused_after':
      await act()
      throw down()
    case 'lost_after':
      await act()
      return never()
    case 'slow_after': {
      const answer = await act()
      await clock.sleep(dice.upTo(SLOW_MS))
      return answer
    }
  }
}

function down(): DomainError {
  return new DomainError('unavailable', 'provider_down', 'the bank does not answer')
}
