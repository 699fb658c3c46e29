import type { UserId } from '@usher/kernel'

/** What this service needs of those who keep the accounts. */
export interface Accounts {
  /** Fails with not_found when there is no such user. */
  check(userId: UserId): Promise<void>
  /** True for those who may manage every event; false for anybody else, known or not. */
  isAdministrator(userId: UserId): Promise<boolean>
  /** Repeatable. */
  grantOrganizerRole(userId: UserId): Promise<void>
  /** Repeatable. */
  grantScannerRole(userId: UserId): Promise<void>
}
