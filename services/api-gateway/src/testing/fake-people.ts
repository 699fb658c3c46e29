import { AuthService, Role } from '@usher/contracts'
import { DomainError } from '@usher/kernel'
import { fake, notFound } from './fake.ts'

const letters = {
  buyer: 'a',
  other: 'b',
  owner: 'c',
  stranger: 'd',
  admin: 'e',
  fresh: 'f',
  scanner: 'g',
} as const

/**
 * Who takes part. `stranger` runs another event; `fresh` became an organizer after logging in;
 * `scanner` works at the doors of `owner`.
 */
export type Person = keyof typeof letters

export const people = Object.keys(letters) as Person[]

export function userIdOf(person: Person): string {
  return `user_${letters[person].repeat(26)}`
}

const rolesInToken: Record<Person, Role[]> = {
  buyer: [Role.BUYER],
  other: [Role.BUYER],
  owner: [Role.BUYER, Role.ORGANIZER],
  stranger: [Role.BUYER, Role.ORGANIZER],
  admin: [Role.ADMIN],
  fresh: [Role.BUYER],
  scanner: [Role.BUYER, Role.SCANNER],
}

/** Everybody's access token is their name, behind `token-`. */
export function fakeAuth() {
  const tokens = { accessToken: 'access', refreshToken: 'refresh', expiresInSeconds: 600 }
  return fake(AuthService, {
    register: async ({ email, name, language }) => ({
      user: userMessage('buyer', { email, name, language }),
    }),
    login: async ({ password }) => {
      if (password === 'right') return { tokens }
      throw new DomainError('unauthenticated', 'invalid_credentials', 'wrong address or password')
    },
    refresh: async () => ({ tokens }),
    logout: async () => ({}),
    authenticate: async ({ credential }) => {
      const person = people.find((name) => credential === `token-${name}`)
      if (!person) throw new DomainError('unauthenticated', 'invalid_token', 'not a token of ours')
      return { userId: userIdOf(person), roles: rolesInToken[person] }
    },
    getUser: async ({ userId }) => {
      const person = people.find((name) => userIdOf(name) === userId)
      if (!person) throw notFound('user')
      return { user: userMessage(person) }
    },
    getUsers: async ({ userIds }) => ({
      users: people
        .filter((name) => userIds.includes(userIdOf(name)))
        .map((name) => userMessage(name)),
    }),
    findUser: async ({ email }) => {
      const person = people.find((name) => email === `${name}@example.org`)
      if (!person) throw notFound('user')
      return { user: userMessage(person) }
    },
    getKeySet: async () => ({ jwksJson: '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"abc"}]}' }),
    createApiKey: async ({ label }) => ({
      apiKey: { apiKeyId: 'key_1', label, createdAtMs: 1000n },
      secret: 'usk_secret',
    }),
    listApiKeys: async () => ({
      apiKeys: [{ apiKeyId: 'key_1', label: 'box office', createdAtMs: 1000n }],
    }),
    revokeApiKey: async () => ({}),
  })
}

function userMessage(
  person: Person,
  given: { email?: string; name?: string; language?: string } = {},
) {
  const roles = person === 'fresh' ? [Role.BUYER, Role.ORGANIZER] : rolesInToken[person]
  return {
    userId: userIdOf(person),
    email: `${person}@example.org`,
    name: person,
    roles,
    createdAtMs: 1000n,
    ...given,
  }
}
