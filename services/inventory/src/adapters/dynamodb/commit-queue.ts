import { DomainError } from '@usher/kernel'
import { TRANSACT_ACTIONS_MAX } from '@usher/stores/dynamodb/transact-write'
import type { Outcome } from '../../domain/seat-transaction.ts'
import type { PreparedTransaction } from './prepared-transaction.ts'

// A transaction waits, is packed with strangers, and is answered. Everything that arrives in one
// turn of the event loop is packed together, and so is what arrives while as many calls run as may.
// Two that touch one item never run at the same time, for DynamoDB would cancel one of them, and
// they keep their order.

/** Calls that run at once. */
const PACKS_MAX = 32
/** Transactions that wait; more are refused at once instead of answered late. */
const WAITING_MAX = 10_000

/** Runs transactions of which no two have an item in common; outcome i answers the i-th. */
export type RunPack = (pack: readonly PreparedTransaction[]) => readonly Promise<Outcome>[]

interface Waiting {
  readonly prepared: PreparedTransaction
  readonly answer: (outcome: Promise<Outcome>) => void
}

export class CommitQueue {
  readonly #run: RunPack
  readonly #packsMax: number
  #waiting: Waiting[] = []
  readonly #busyKeys = new Set<string>()
  #packs = 0
  #scheduled = false

  constructor(run: RunPack, { packsMax = PACKS_MAX }: { packsMax?: number } = {}) {
    this.#run = run
    this.#packsMax = packsMax
  }

  /** Throws unavailable / seat_store_busy when too many wait, invalid when it is too large. */
  submit(prepared: PreparedTransaction): Promise<Outcome> {
    if (prepared.actions.length > TRANSACT_ACTIONS_MAX) throw tooLarge(prepared)
    if (this.#waiting.length >= WAITING_MAX) throw busy()
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    this.#waiting.push({ prepared, answer: resolve })
    this.#schedule()
    return promise
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      while (this.#packs < this.#packsMax && this.#startPack()) continue
    })
  }

  /** False when nothing that waits can run now. */
  #startPack(): boolean {
    const pack = this.#takePack()
    if (pack.length === 0) return false
    this.#packs++
    for (const { prepared } of pack) this.#mark(prepared)
    const outcomes = this.#run(pack.map(({ prepared }) => prepared))
    for (const [at, { answer }] of pack.entries()) {
      const outcome = outcomes[at]
      if (!outcome) throw new Error('a transaction of a pack has no outcome')
      answer(outcome)
    }
    void Promise.allSettled(outcomes).then(() => {
      this.#packs--
      for (const { prepared } of pack) this.#unmark(prepared)
      this.#schedule()
    })
    return true
  }

  /** As many as fit, in order; whoever meets one that waits before it waits, too. */
  #takePack(): Waiting[] {
    const pack: Waiting[] = []
    const rest: Waiting[] = []
    const passed = new Set<string>()
    let actions = 0
    for (const waiting of this.#waiting) {
      const { prepared } = waiting
      const keys = keysOf(prepared)
      const meets = keys.some((key) => passed.has(key) || this.#busyKeys.has(key))
      if (!meets && actions + prepared.actions.length <= TRANSACT_ACTIONS_MAX) {
        pack.push(waiting)
        actions += prepared.actions.length
      } else {
        rest.push(waiting)
      }
      for (const key of keys) passed.add(key)
      if (actions === TRANSACT_ACTIONS_MAX) break
    }
    this.#waiting = [...rest, ...this.#waiting.slice(pack.length + rest.length)]
    return pack
  }

  #mark(prepared: PreparedTransaction): void {
    for (const key of keysOf(prepared)) this.#busyKeys.add(key)
  }

  #unmark(prepared: PreparedTransaction): void {
    for (const key of keysOf(prepared)) this.#busyKeys.delete(key)
  }
}

function keysOf({ actions }: PreparedTransaction): string[] {
  return actions.map(({ key }) => key)
}

function busy(): DomainError {
  const message = 'the seat store has more to do than it can; try again in a moment'
  return new DomainError('unavailable', 'seat_store_busy', message, { waiting: WAITING_MAX })
}

function tooLarge({ actions, transaction }: PreparedTransaction): DomainError {
  const message = 'one transaction cannot change so many seats in DynamoDB'
  const facts = { seats: transaction.seats.length, actions: actions.length }
  return new DomainError('invalid', 'transaction_too_large', message, facts)
}
