import { DomainError, type UserId } from '@usher/kernel'

/**
 * One answer for an unknown address, a wrong password and an inactive account: it must not tell
 * which.
 */
export function invalidCredentials(): DomainError {
  const message = 'the e-mail address or the password is wrong'
  return new DomainError('unauthenticated', 'invalid_credentials', message)
}

/** One answer for every access token and API key that is not good, whatever is wrong with it. */
export function invalidToken(): DomainError {
  return new DomainError('unauthenticated', 'invalid_token', 'the credential is not valid')
}

export function invalidRefreshToken(): DomainError {
  const message = 'the refresh token is not valid; log in again'
  return new DomainError('unauthenticated', 'invalid_refresh_token', message)
}

/**
 * Said apart from invalid_refresh_token: a client that sees it should tell its user that the token
 * may have leaked.
 */
export function refreshTokenReused(): DomainError {
  const message = 'the refresh token was used before, so its session has ended; log in again'
  return new DomainError('unauthenticated', 'refresh_token_reused', message)
}

export function userNotFound(userId: UserId): DomainError {
  return new DomainError('not_found', 'user_not_found', 'no such user', { user_id: userId })
}

/** Without the address: answers are kept in places where addresses are not. */
export function nobodyWithEmail(): DomainError {
  return new DomainError('not_found', 'user_not_found', 'nobody has this e-mail address')
}

export function tooManyUsers(max: number): DomainError {
  const message = `at most ${max} users can be asked for at once`
  return new DomainError('invalid', 'too_many_users', message, { field: 'user_ids', max })
}

/** Only for operators; strangers are never told (docs/adr/0004). */
export function emailTaken(userId: UserId | undefined): DomainError {
  const message = 'the e-mail address belongs to another account'
  return new DomainError('conflict', 'email_taken', message, { user_id: userId })
}

export function userChanged(userId: UserId): DomainError {
  const message = 'the user is being changed by others; try again'
  return new DomainError('conflict', 'user_changed', message, { user_id: userId })
}

export function tooManyLogins(): DomainError {
  const message = 'too many passwords are being checked; try again in some seconds'
  return new DomainError('exhausted', 'too_many_logins', message)
}
