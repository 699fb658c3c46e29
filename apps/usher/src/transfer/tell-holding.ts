import type { Terminal } from '../cli/terminal.ts'
import type { Holding } from './audit-directory.ts'

/** What somebody wants to know of a data directory that has just come to be. */
export function tellHolding(
  { checked, newest_change: newest, violations, found }: Holding,
  { out, colors }: Terminal,
): void {
  const counts = ['events', 'seats', 'bookings_confirmed', 'reservations', 'payments']
  for (const what of counts) {
    out(`  ${what.replaceAll('_', ' ').padEnd(20)}${String(checked[what] ?? 0).padStart(12)}`)
  }
  out(`  last change of a seat: ${newest ?? 'none yet'}`)
  for (const { invariant, facts } of violations.slice(0, VIOLATIONS_TOLD)) {
    out(`${colors.red(invariant)} ${JSON.stringify(facts)}`)
  }
  if (found === 0) out(colors.green('The audit finds nothing wrong.'))
  else out(colors.red(`The audit finds ${found} violations; "usher audit" lists them.`))
}

const VIOLATIONS_TOLD = 10
