import { reservationExpiring } from '../domain/occasions.ts'
import type { Reservation } from '../domain/sale-facts.ts'
import type { NotificationPorts } from './ports.ts'
import { recordOccasion } from './record-occasion.ts'

type RemindPorts = Pick<
  NotificationPorts,
  'notifications' | 'facts' | 'clock' | 'telemetry' | 'config'
>

/** One run reads so many pages; what is left is read in the next. */
const PAGES_MAX = 50

/**
 * Looks ahead: what ends before `#seenUntilMs` has been looked at. A restart begins anew at the
 * present, which records nothing twice; a run that breaks off is repeated.
 */
export class ExpiringReservations {
  readonly #ports: RemindPorts
  #seenUntilMs = 0

  constructor(ports: RemindPorts) {
    this.#ports = ports
  }

  /** Puts a reminder on record for each reservation that is about to end. */
  async remind(): Promise<void> {
    const { clock } = this.#ports
    const aheadMs = remindMs(this.#ports.config)
    const afterMs = Math.max(clock.nowMs(), this.#seenUntilMs)
    const untilMs = clock.nowMs() + aheadMs
    if (aheadMs === 0 || afterMs >= untilMs) return
    let cursor = ''
    for (let page = 0; page < PAGES_MAX; page++) {
      const found = await this.#ports.facts.expiring({ afterMs, untilMs, cursor })
      await Promise.all(found.reservations.map((reservation) => this.#record(reservation)))
      cursor = found.nextCursor
      if (cursor === '') break
      // The soonest come first: what is before the last of this page has been seen.
      const last = found.reservations.at(-1)
      if (last) this.#seenUntilMs = Math.max(this.#seenUntilMs, last.expiresAtMs - 1)
    }
    if (cursor === '') this.#seenUntilMs = untilMs
  }

  async #record(reservation: Reservation): Promise<void> {
    if (!worthReminding(reservation, remindMs(this.#ports.config))) return
    await recordOccasion(this.#ports, reservationExpiring(reservation), this.#ports.clock.nowMs())
  }
}

/** Who has just begun needs no reminder: it must have lasted twice as long as it has left. */
function worthReminding(reservation: Reservation, aheadMs: number): boolean {
  const { active, createdAtMs, expiresAtMs } = reservation
  return active && expiresAtMs - createdAtMs >= 2 * aheadMs
}

const MINUTE_MS = 60_000

export function remindMs({ remindMinutes }: { remindMinutes: number }): number {
  return remindMinutes * MINUTE_MS
}
