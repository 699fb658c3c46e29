/** What a login or a refresh hands out. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  /** Life of the access token. */
  readonly expiresInSeconds: number
}
