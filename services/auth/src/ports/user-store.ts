import type { UserId } from '@usher/kernel'
import type { EmailKey } from '../domain/email.ts'
import type { User } from '../domain/user.ts'

/** Accounts, one an address. */
export interface UserStore {
  /**
   * Adds the user, or answers `email_taken` when another has the address; of several at once, one
   * is added. Both answers take one durable write (a refusal records when the address was claimed),
   * so that time does not tell them apart.
   */
  add(user: User): Promise<'added' | 'email_taken'>
  byId(userId: UserId): Promise<User | undefined>
  /** Those who exist of a bounded number, in the order given. */
  byIds(userIds: readonly UserId[]): Promise<readonly User[]>
  byEmail(key: EmailKey): Promise<User | undefined>
  /**
   * When somebody last tried to register the address of an existing account: its owner should be
   * told by mail.
   */
  claimedAtMs(key: EmailKey): Promise<number | undefined>
  /**
   * Replaces the user whose version is `next.version - 1`; false when that is not what is stored.
   * The address does not change.
   */
  replace(next: User): Promise<boolean>
}
