import type { UserId } from '@usher/kernel'
import type { Scanner } from '../domain/scanner.ts'
import { organizerOf } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

/**
 * Lets a user work at the doors of all events of this organizer, and grants the role. Repeating it
 * answers with the same scanner and grants the role again, so a crash between the two is mended by
 * asking again. Fails with forbidden / not_an_organizer and not_found / user_not_found.
 */
export async function addScanner(
  ports: EventsPorts,
  { userId, scannerUserId }: { readonly userId: UserId; readonly scannerUserId: UserId },
): Promise<Scanner> {
  const { scanners, accounts, clock, telemetry } = ports
  const { organizerId } = await organizerOf(ports, userId)
  await accounts.check(scannerUserId)
  const given = { organizerId, userId: scannerUserId, addedAtMs: clock.nowMs() }
  const scanner = await scanners.insert(given)
  await accounts.grantScannerRole(scannerUserId)
  telemetry.scannerAdded(scanner)
  return scanner
}
