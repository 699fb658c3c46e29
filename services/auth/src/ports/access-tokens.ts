import type { Principal } from '../domain/user.ts'

/** Access tokens: signed, short-lived, readable by anyone who has our public keys. */
export interface AccessTokens {
  issue(principal: Principal): Promise<AccessToken>
  /**
   * Who holds the token and until when. Rejects with unauthenticated / invalid_token unless every
   * part of it is right.
   */
  verify(token: string): Promise<VerifiedToken>
}

export interface AccessToken {
  readonly token: string
  readonly expiresInSeconds: number
}

export interface VerifiedToken {
  readonly principal: Principal
  readonly expiresAtMs: number
}
