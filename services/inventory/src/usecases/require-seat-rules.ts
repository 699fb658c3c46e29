import { companionsAlone } from '../domain/companion-rule.ts'
import { conflict } from '../domain/errors.ts'
import { type OrphanRule, orphansLeft } from '../domain/orphan-rule.ts'
import type { SeatView } from '../domain/seat-view.ts'
import { partTables } from '../domain/table-rule.ts'

/**
 * The rules for seats that a buyer chose, all of them free. Throws conflict / table_incomplete,
 * companion_alone or orphan_seat, each with the seats concerned.
 */
export function requireSeatRules(
  view: SeatView,
  chosen: readonly number[],
  orphanRule: OrphanRule,
): void {
  requireWholeTables(view, chosen)
  const named = (indexes: readonly number[]) => indexes.map((at) => view.layout.seatNumberAt(at))
  const alone = companionsAlone(view.layout, chosen)
  if (alone.length > 0) {
    throw conflict('companion_alone', 'companion seats go with a wheelchair place', {
      seats: named(alone),
    })
  }
  const orphans = orphansLeft(view, chosen, orphanRule)
  if (orphans.length > 0) {
    throw conflict('orphan_seat', `would leave a single seat: ${named(orphans).join(', ')}`, {
      seats: named(orphans),
    })
  }
}

function requireWholeTables({ layout }: SeatView, chosen: readonly number[]): void {
  const parts = partTables(layout, chosen)
  if (parts.length === 0) return
  const missing = parts.flatMap((table) => table.missing.map((at) => layout.seatNumberAt(at)))
  throw conflict('table_incomplete', 'this table is sold as a whole', { missing_seats: missing })
}
