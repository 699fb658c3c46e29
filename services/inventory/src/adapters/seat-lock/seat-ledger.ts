import { type Clock, newId, type Random, type SeatNumber } from '@usher/kernel'
import { isSameSeat } from '../../domain/seat.ts'
import type { Conflict, Outcome, SeatTransaction } from '../../domain/seat-transaction.ts'
import type { SeatLedger } from '../../ports/seat-ledger.ts'
import type { SeatClaim, SeatLock } from '../../ports/seat-lock.ts'
import type { InventoryTelemetry } from '../../telemetry.ts'
import { boundLedger } from '../bound-ledger.ts'

export interface SeatLockLedgerNeeds {
  readonly ledger: SeatLedger
  readonly lock: SeatLock
  readonly clock: Clock
  readonly random: Random
  readonly telemetry: Pick<InventoryTelemetry, 'claimAsked'>
}

/** A lock that has not answered by then is given up: seats are sold without it. */
const ANSWER_MS_MAX = 100
/** After that it is left in peace for a while, or every sale would wait so long. */
const REST_MS = 1000
/** How long to wait for whoever is at the seats before looking at them again; see `#contended`. */
const PAUSES_MS = [10, 25, 50, 100] as const

// Asking -> resting, when the lock fails or is slow -> asking again after `REST_MS`.

/**
 * A ledger with a lock in front, for stores where a lost write costs more than a question to Redis:
 * of all who reserve the same seats one writes, and the others learn from a read what became of it.
 *
 * The lock delays, it never refuses: whoever finds the seats claimed, and after a few looks as they
 * were, writes all the same. So a lock that says no for ever, or an owner that crashed, costs
 * milliseconds; one that says yes for ever, forgets or is gone costs conflicts.
 */
export function seatLockLedger(needs: SeatLockLedgerNeeds): SeatLedger {
  const { ledger } = needs
  const claiming = new ClaimingCommits(needs)
  const commit: SeatLedger['commit'] = (transactions) => claiming.commit(transactions)
  return { ...boundLedger(ledger), commit }
}

type Answer = 'claimed' | 'taken' | 'unanswered'

/** A transaction on its way into the ledger. */
interface Asked {
  readonly transaction: SeatTransaction
  /** Null: nothing was asked for. */
  readonly claim: SeatClaim | null
  readonly answer: Answer
  /** What is known without writing. */
  readonly outcome?: Outcome
}

class ClaimingCommits {
  readonly #needs: SeatLockLedgerNeeds
  #restUntilMs = 0

  constructor(needs: SeatLockLedgerNeeds) {
    this.#needs = needs
  }

  /** A vector stays one: it waits for the seats that others claim, a little longer each time. */
  async commit(transactions: readonly SeatTransaction[]): Promise<readonly Outcome[]> {
    const { clock, random } = this.#needs
    let asked = await Promise.all(transactions.map((transaction) => this.#begin(transaction)))
    for (const pauseMs of PAUSES_MS) {
      if (!asked.some(isContended)) break
      await clock.sleep(pauseMs * (1 + random.fraction()) * 0.5)
      asked = await Promise.all(asked.map((one) => this.#again(one)))
    }
    return this.#finish(asked)
  }

  async #begin(transaction: SeatTransaction): Promise<Asked> {
    const claim = this.#claimOf(transaction)
    return { transaction, claim, answer: claim ? await this.#ask(claim) : 'unanswered' }
  }

  /** Looks at what became of the seats that others claim before it asks again. */
  async #again(one: Asked): Promise<Asked> {
    if (!isContended(one)) return one
    const outcome = await this.#conflictOf(one.transaction)
    return outcome ? { ...one, outcome } : this.#begin(one.transaction)
  }

  /**
   * Only who reserves has rivals; what follows is about seats that are somebody's already. Null
   * also while the lock rests.
   */
  #claimOf({ cause, eventId, seats }: SeatTransaction): SeatClaim | null {
    if (cause.action !== 'reserved' || seats.length === 0) return null
    if (this.#needs.clock.monotonicMs() < this.#restUntilMs) return null
    const seatNumbers = seats.map(({ seatNumber }) => seatNumber)
    return { eventId, seatNumbers, owner: newId(this.#needs, 'operation') }
  }

  async #finish(asked: readonly Asked[]): Promise<readonly Outcome[]> {
    const open = asked.filter(({ outcome }) => outcome === undefined)
    try {
      const transactions = open.map(({ transaction }) => transaction)
      const written = transactions.length > 0 ? await this.#needs.ledger.commit(transactions) : []
      const rest = written.values()
      return asked.map(({ outcome }) => outcome ?? rest.next().value ?? missingOutcome())
    } finally {
      for (const { claim, answer } of open) if (claim && answer !== 'taken') this.#release(claim)
    }
  }

  /**
   * The conflict that a commit would meet at the seats; null when it may succeed, may have before,
   * or may conflict in more than seats: then the ledger itself has to say.
   */
  async #conflictOf(transaction: SeatTransaction): Promise<Outcome | null> {
    const { ledger } = this.#needs
    const { operationId, eventId, seats, areas } = transaction
    if (areas.length > 0) return null
    const states = await ledger.seats(
      eventId,
      seats.map(({ seatNumber }) => seatNumber),
    )
    const conflicts: Conflict[] = []
    for (const [at, { seatNumber, expected, next }] of seats.entries()) {
      const current = states[at]
      if (!current || isSameSeat(current, expected)) continue
      if (isSameSeat(current, next)) return null
      conflicts.push(seatConflict(seatNumber, current))
    }
    if (conflicts.length === 0) return null
    if (operationId !== null && (await ledger.operation(operationId))) return null
    return { kind: 'conflict', conflicts }
  }

  async #ask(claim: SeatClaim): Promise<Answer> {
    const { clock, lock, telemetry } = this.#needs
    const begunMs = clock.monotonicMs()
    const slow = Promise.withResolvers<Answer>()
    const cancel = clock.schedule(ANSWER_MS_MAX, () => slow.resolve('unanswered'))
    const answer = await Promise.race([lock.acquire(claim).then(answerOf, gone), slow.promise])
    cancel()
    telemetry.claimAsked(answer === 'claimed', (clock.monotonicMs() - begunMs) / 1000)
    if (answer === 'unanswered') this.#rest()
    return answer
  }

  /**
   * Nobody waits for it, and what is not let go of ends by itself. A claim without an answer may
   * have been given, too.
   */
  #release(claim: SeatClaim): void {
    this.#needs.lock.release(claim).catch(() => this.#rest())
  }

  #rest(): void {
    this.#restUntilMs = this.#needs.clock.monotonicMs() + REST_MS
  }
}

function isContended({ answer, outcome }: Asked): boolean {
  return answer === 'taken' && outcome === undefined
}

function answerOf(given: boolean): Answer {
  return given ? 'claimed' : 'taken'
}

function gone(): Answer {
  return 'unanswered'
}

function seatConflict(
  seatNumber: SeatNumber,
  current: Extract<Conflict, { kind: 'seat' }>['current'],
): Conflict {
  return { kind: 'seat', seatNumber, current }
}

function missingOutcome(): never {
  throw new Error('the ledger left a transaction without an outcome')
}
