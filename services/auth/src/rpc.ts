import { type AuthService, Role as ProtoRole } from '@usher/contracts'
import { DomainError, parseId } from '@usher/kernel'
import type { Handlers } from '@usher/rpc'
import type { ApiKey } from './domain/api-key.ts'
import type { Role } from './domain/role.ts'
import type { TokenPair } from './domain/token-pair.ts'
import type { User } from './domain/user.ts'
import type { AuthPorts } from './auth-ports.ts'
import { authenticate } from './usecases/authenticate.ts'
import { createApiKey } from './usecases/create-api-key.ts'
import { findUser } from './usecases/find-user.ts'
import { getKeySet } from './usecases/get-key-set.ts'
import { getUser } from './usecases/get-user.ts'
import { getUsers } from './usecases/get-users.ts'
import { grantRole } from './usecases/grant-role.ts'
import { listApiKeys } from './usecases/list-api-keys.ts'
import { logIn } from './usecases/log-in.ts'
import { logOut } from './usecases/log-out.ts'
import { refreshTokens } from './usecases/refresh-tokens.ts'
import { registerUser } from './usecases/register-user.ts'
import { revokeApiKey } from './usecases/revoke-api-key.ts'
import { rotateKeys } from './usecases/rotate-keys.ts'
import type { SessionPolicy } from './usecases/start-session.ts'

/** Messages to domain words and back, one use case a method. */
export function authHandlers(
  ports: AuthPorts,
  policy: SessionPolicy,
): Handlers<typeof AuthService> {
  return {
    register: async (request) => ({ user: userMessage(await registerUser(ports, request)) }),
    login: async (request) => ({ tokens: tokensMessage(await logIn(ports, policy, request)) }),
    refresh: async ({ refreshToken }) => ({
      tokens: tokensMessage(await refreshTokens(ports, refreshToken)),
    }),
    logout: async ({ refreshToken }) => {
      await logOut(ports, refreshToken)
      return {}
    },

    authenticate: async ({ credential }) => {
      const { userId, roles } = await authenticate(ports, credential)
      return { userId, roles: roles.map(roleMessage) }
    },
    getUser: async ({ userId }) => ({
      user: userMessage(await getUser(ports, parseId('user', userId))),
    }),
    getUsers: async ({ userIds }) => {
      const users = await getUsers(
        ports,
        userIds.map((userId) => parseId('user', userId)),
      )
      return { users: users.map(userMessage) }
    },
    findUser: async ({ email }) => ({ user: userMessage(await findUser(ports, email)) }),
    grantRole: async ({ userId, role }) => {
      const grant = { userId: parseId('user', userId), role: parseRole(role) }
      return { user: userMessage(await grantRole(ports, grant)) }
    },

    createApiKey: async ({ userId, label }) => {
      const request = { userId: parseId('user', userId), label }
      const { apiKey, secret } = await createApiKey(ports, request)
      return { apiKey: apiKeyMessage(apiKey), secret }
    },
    listApiKeys: async ({ userId }) => {
      const apiKeys = await listApiKeys(ports, parseId('user', userId))
      return { apiKeys: apiKeys.map(apiKeyMessage) }
    },
    revokeApiKey: async ({ userId, apiKeyId }) => {
      const revocation = {
        userId: parseId('user', userId),
        apiKeyId: parseId('api_key', apiKeyId),
      }
      await revokeApiKey(ports, revocation)
      return {}
    },

    getKeySet: async () => ({ jwksJson: JSON.stringify(await getKeySet(ports)) }),
    rotateKeys: async () => ({ keyId: await rotateKeys(ports) }),
  }
}

function userMessage({ userId, email, name, roles, createdAtMs, language }: User) {
  return {
    userId,
    email: email.address,
    name,
    roles: roles.map(roleMessage),
    createdAtMs: BigInt(createdAtMs),
    language,
  }
}

function tokensMessage({ accessToken, refreshToken, expiresInSeconds }: TokenPair) {
  return { accessToken, refreshToken, expiresInSeconds }
}

function apiKeyMessage({ apiKeyId, label, createdAtMs, revokedAtMs }: ApiKey) {
  return {
    apiKeyId,
    label,
    createdAtMs: BigInt(createdAtMs),
    revokedAtMs: BigInt(revokedAtMs ?? 0),
  }
}

const protoRoles: Readonly<Record<Role, ProtoRole>> = {
  buyer: ProtoRole.BUYER,
  organizer: ProtoRole.ORGANIZER,
  scanner: ProtoRole.SCANNER,
  admin: ProtoRole.ADMIN,
}

function roleMessage(role: Role): ProtoRole {
  return protoRoles[role]
}

const rolesByProto = new Map(
  Object.entries(protoRoles).map(([role, proto]) => [proto, role as Role]),
)

function parseRole(proto: ProtoRole): Role {
  const role = rolesByProto.get(proto)
  if (!role) throw new DomainError('invalid', 'invalid_role', 'no such role', { field: 'role' })
  return role
}
