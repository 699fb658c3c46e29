import type { UserId } from '@usher/kernel'
import { textField } from '../domain/fields.ts'
import { ORGANIZER_NAME_CHARS_MAX, type Organizer } from '../domain/venue.ts'
import type { EventsPorts } from './ports.ts'

/**
 * Makes a user an organizer, with the role. Repeating it answers with the same organizer and grants
 * the role again, so a crash between the two is mended by asking again.
 */
export async function registerOrganizer(
  { organizers, accounts, clock }: EventsPorts,
  { userId, name }: { userId: UserId; name: string },
): Promise<Organizer> {
  const checkedName = textField('name', name, { min: 1, max: ORGANIZER_NAME_CHARS_MAX })
  await accounts.check(userId)
  const organizer = await organizers.insert({
    ownerUserId: userId,
    name: checkedName,
    createdAtMs: clock.nowMs(),
  })
  await accounts.grantOrganizerRole(userId)
  return organizer
}
