import type { UserId } from '@usher/kernel'
import { organizerOf } from './ownership.ts'
import type { EventsPorts } from './ports.ts'

/**
 * Ends a user's work at this organizer's doors, at once. The role stays, for it opens no door by
 * itself and another organizer may have given it, too. Fails with forbidden / not_an_organizer.
 */
export async function removeScanner(
  ports: EventsPorts,
  { userId, scannerUserId }: { readonly userId: UserId; readonly scannerUserId: UserId },
): Promise<void> {
  const { organizerId } = await organizerOf(ports, userId)
  const scanner = { organizerId, userId: scannerUserId }
  await ports.scanners.remove(scanner)
  ports.telemetry.scannerRemoved(scanner)
}
