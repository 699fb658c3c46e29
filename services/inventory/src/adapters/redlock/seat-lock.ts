import type { Clock } from '@usher/kernel'
import { SEAT_LOCK_TTL_MS, type SeatClaim, type SeatLock } from '../../ports/seat-lock.ts'

/** How far clocks of nodes may drift apart while a claim lasts, and what expiry is rounded to. */
const DRIFT_SHARE = 0.01
const DRIFT_MS = 2

export interface RedlockNeeds {
  /** Independent of each other, an odd number. */
  readonly nodes: readonly SeatLock[]
  readonly clock: Clock
  readonly ttlMs?: number
}

/**
 * Redlock (https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/): a claim counts
 * when a majority of the nodes gave it, soon enough. Fencing is the ledger's: each seat's version
 * advances with every change, so a writer who lost the claim meanwhile conflicts.
 */
export function redlockSeatLock({
  nodes,
  clock,
  ttlMs = SEAT_LOCK_TTL_MS,
}: RedlockNeeds): SeatLock {
  const majority = Math.floor(nodes.length / 2) + 1
  const validMs = ttlMs - ttlMs * DRIFT_SHARE - DRIFT_MS
  const releaseAll = (claim: SeatClaim) =>
    Promise.allSettled(nodes.map((node) => node.release(claim)))
  return {
    async acquire(claim) {
      const begunMs = clock.monotonicMs()
      const answers = nodes.map((node) => node.acquire(claim))
      const outcome = await decided(answers, majority)
      if (outcome === true && clock.monotonicMs() - begunMs < validMs) return true
      // Nobody waits for it: what a node does not let go of now ends by itself.
      void releaseAll(claim)
      if (outcome instanceof Error) throw outcome
      return false
    },
    async release(claim) {
      await releaseAll(claim)
    },
  }
}

/**
 * Resolves as soon as a majority said yes or cannot any more, so that a slow minority slows nobody
 * down: true, false, or the error of a node when too few answered to tell.
 */
function decided(answers: readonly Promise<boolean>[], majority: number): Promise<boolean | Error> {
  return new Promise((resolve) => {
    let given = 0
    let refused = 0
    let failed = 0
    const count = (error?: unknown) => {
      if (given >= majority) resolve(true)
      else if (answers.length - refused - failed >= majority) return
      else resolve(failed > refused && error instanceof Error ? error : false)
    }
    for (const answer of answers) {
      answer.then(
        (yes) => {
          if (yes) given++
          else refused++
          count()
        },
        (error: unknown) => {
          failed++
          count(error)
        },
      )
    }
  })
}
