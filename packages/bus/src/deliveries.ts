import { type Clock, isDomainError, type Random } from '@usher/kernel'
import {
  ATTEMPTS_MAX,
  AWAY_FACTOR,
  AWAY_MAX_MS,
  type DeadLetter,
  type DeliveryFailure,
  RETRY_DELAY_MS,
  RETRY_FACTOR,
} from './event-bus.ts'

/**
 * A retry comes up to this share earlier, so that consumers that failed together do not return
 * together.
 */
const RETRY_JITTER = 0.2
/** Of an error's text, what a dead letter keeps. */
const REASON_CHARS_MAX = 500

/** What one attempt has brought. */
export type Outcome =
  | { readonly kind: 'handled' }
  /** What the handler needs is away: the message stays as it is, and so do all the others. */
  | { readonly kind: 'away' }
  | { readonly kind: 'again'; readonly attempts: number; readonly dueMs: number }
  | { readonly kind: 'dead'; readonly letter: DeadLetter }

export interface Attempt {
  readonly id: string
  /** That were made before. */
  readonly attempts: number
}

export interface DeliveriesNeeds {
  readonly clock: Clock
  readonly random: Random
  readonly onFailure: (failure: DeliveryFailure) => void
}

/**
 * What becomes of the messages of one consumer.
 *
 * Modes: `flowing`; `held back`, until the next look at whether what the handler needs is there
 * again. Flowing -> held back when a handler rejects with a DomainError unavailable; held back ->
 * flowing when a message is handled, or fails for a reason of its own.
 */
export class Deliveries {
  readonly #needs: DeliveriesNeeds
  readonly #of: { readonly topic: string; readonly group: string }
  /** Looks that were in vain, one after the other. */
  #looks = 0
  #nextLookMs = 0

  constructor(needs: DeliveriesNeeds, of: { readonly topic: string; readonly group: string }) {
    this.#needs = needs
    this.#of = of
  }

  get isHeldBack(): boolean {
    return this.#looks > 0
  }

  /** So long nothing is to be attempted. */
  get restMs(): number {
    return this.isHeldBack ? Math.max(0, this.#nextLookMs - this.#nowMs()) : 0
  }

  /** Never rejects. */
  async attempt({ id, attempts }: Attempt, handle: () => Promise<void>): Promise<Outcome> {
    try {
      await handle()
      this.#looks = 0
      return { kind: 'handled' }
    } catch (error) {
      if (isDomainError(error) && error.kind === 'unavailable') {
        return this.#away({ id, attempts, error })
      }
      this.#looks = 0
      return this.#failed({ id, attempts: attempts + 1, error })
    }
  }

  /** Tells of what failed for no fault of a message. */
  stepFailed(error: unknown): void {
    this.#report({ id: '', attempts: 0, error }, false)
  }

  #away(failed: Failed): Outcome {
    // Of those that were handled together the first has begun the wait.
    if (this.restMs === 0) {
      this.#looks++
      const waitMs = RETRY_DELAY_MS * AWAY_FACTOR ** (this.#looks - 1)
      this.#nextLookMs = this.#nowMs() + this.#jittered(Math.min(waitMs, AWAY_MAX_MS))
      this.#report(failed, false)
    }
    return { kind: 'away' }
  }

  #failed(failed: Failed): Outcome {
    const { attempts, error } = failed
    const isDead = attempts >= ATTEMPTS_MAX
    this.#report(failed, isDead)
    if (!isDead) {
      const waitMs = this.#jittered(RETRY_DELAY_MS * RETRY_FACTOR ** (attempts - 1))
      return { kind: 'again', attempts, dueMs: this.#nowMs() + waitMs }
    }
    const reason = String(error).slice(0, REASON_CHARS_MAX)
    return { kind: 'dead', letter: { group: this.#of.group, attempts, reason } }
  }

  #jittered(waitMs: number): number {
    return waitMs * (1 - RETRY_JITTER * this.#needs.random.fraction())
  }

  #report({ id, attempts, error }: Failed, dead: boolean): void {
    this.#needs.onFailure({ ...this.#of, id, attempts, dead, error })
  }

  #nowMs(): number {
    return this.#needs.clock.monotonicMs()
  }
}

interface Failed extends Attempt {
  readonly error: unknown
}
