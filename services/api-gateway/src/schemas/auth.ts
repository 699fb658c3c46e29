import { Type } from 'typebox'
import { Exact, Instant, Language, Name, Nullable, Page } from './types.ts'

/** Longer than any address that mail can reach (RFC 5321). */
const EMAIL_CHARS = 254
const PASSWORD_CHARS = 1024
const TOKEN_CHARS = 4096

export const Email = Type.String({
  minLength: 3,
  maxLength: EMAIL_CHARS,
  examples: ['ada@example.org'],
})
const Password = Type.String({ minLength: 1, maxLength: PASSWORD_CHARS })
const Token = Type.String({ minLength: 1, maxLength: TOKEN_CHARS })

export const Registration = Exact({
  email: Email,
  password: Password,
  name: Name(200),
  language: Type.Optional(Language),
})
export const Credentials = Exact({ email: Email, password: Password })
export const RefreshToken = Exact({ refresh_token: Token })

export const User = Type.Object({
  user_id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.Enum(['buyer', 'organizer', 'scanner', 'admin'])),
  language: Nullable<string>({ type: 'string', description: 'Of mails; null: the event’s' }),
  created_at: Instant,
})

export const Tokens = Type.Object({
  access_token: Type.String(),
  refresh_token: Type.String(),
  expires_in: Type.Integer({ description: 'Seconds' }),
  token_type: Type.Literal('Bearer'),
})

export const KeySet = Type.Object({
  keys: Type.Array(Type.Object({}, { additionalProperties: true })),
})

export const NewApiKey = Exact({ label: Name(100, 'What it is for') })
export const ApiKeyId = Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' })
const apiKey = {
  api_key_id: Type.String(),
  label: Type.String(),
  created_at: Instant,
  revoked_at: Nullable<string>({ type: 'string' }),
}
export const ApiKey = Type.Object(apiKey)
export const ApiKeyWithSecret = Type.Object({
  ...apiKey,
  secret: Type.String({ description: 'Shown this once' }),
})
export const ApiKeyPage = Page(ApiKey)
