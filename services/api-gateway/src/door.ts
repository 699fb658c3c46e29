import type { EventsService } from '@usher/contracts'
import { type Clock, DomainError, NewestMap } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import { type Asking, isAdmin } from './access.ts'
import type { GatewayTelemetry } from './telemetry.ts'

/** A right is taken as known for so long: a scanner who was removed may go on until then. */
const FRESH_MS = 60_000
/** While the events service cannot be asked, an evening's doors go on with what was last known. */
const OUTDATED_MS = 12 * 3_600_000
/** A service that is down is not asked again with every scan. */
const ASK_AGAIN_MS = 5000
/** Pairs of a scanner and an event; the one that was asked for longest ago makes room. */
const KNOWN_MAX = 10_000

interface Right {
  readonly confirmedMs: number
  readonly askAgainMs: number
}

/**
 * Who may work at the door of which event. The events service decides; that it said yes is
 * remembered: unknown -> fresh -> outdated -> unknown. Outdated rights hold only while the service
 * is unavailable, because a queue at a door cannot wait for it.
 */
export class Door {
  readonly #events: Client<typeof EventsService>
  readonly #clock: Pick<Clock, 'monotonicMs'>
  readonly #telemetry: GatewayTelemetry
  readonly #rights = new NewestMap<string, Right>(KNOWN_MAX)

  constructor(
    events: Client<typeof EventsService>,
    clock: Pick<Clock, 'monotonicMs'>,
    telemetry: GatewayTelemetry,
  ) {
    this.#events = events
    this.#clock = clock
    this.#telemetry = telemetry
  }

  /** Throws not_found unless the caller may scan there; an administrator may everywhere. */
  async requireScanner(asking: Asking, eventId: number): Promise<void> {
    if (isAdmin(asking.caller)) return
    const { userId } = asking.caller
    const key = `${userId} ${eventId}`
    const right = this.#rights.get(key)
    const nowMs = this.#clock.monotonicMs()
    if (right && nowMs < right.askAgainMs) return this.#noteAge(right, nowMs)
    try {
      await this.#events.checkScanner({ userId, eventId }, asking)
      this.#rights.set(key, { confirmedMs: nowMs, askAgainMs: nowMs + FRESH_MS })
    } catch (error) {
      this.#settle({ key, right, nowMs }, error)
    }
  }

  /** What is known of a scanner is asked for anew here; other processes learn later. */
  forget(userId: string): void {
    for (const key of this.#rights.keys())
      if (key.startsWith(`${userId} `)) this.#rights.delete(key)
  }

  /** The service did not say yes: what it said counts; that it cannot be asked does not. */
  #settle(known: { key: string; right: Right | undefined; nowMs: number }, error: unknown): void {
    const { key, right, nowMs } = known
    const unavailable = error instanceof DomainError && error.kind === 'unavailable'
    if (unavailable && right && nowMs - right.confirmedMs < OUTDATED_MS) {
      this.#rights.set(key, { ...right, askAgainMs: nowMs + ASK_AGAIN_MS })
      return this.#telemetry.rightsOutdated()
    }
    if (!unavailable) this.#rights.delete(key)
    throw error
  }

  #noteAge({ confirmedMs }: Right, nowMs: number): void {
    if (nowMs - confirmedMs >= FRESH_MS) this.#telemetry.rightsOutdated()
  }
}
