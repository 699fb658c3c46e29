import { Role, type AuthService } from '@usher/contracts'
import { type Allowance, memoryRateLimiter, type RateLimit, type RateLimiter } from '@usher/http'
import { DomainError } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressKey } from './address-key.ts'
import { type GatewayConfig, type LimitGroup, limitGroups } from './config.ts'
import type { GatewayTelemetry } from './telemetry.ts'

/** Who asks. The user id is empty for somebody who did not say. */
export interface Caller {
  readonly userId: string
  readonly roles: readonly Role[]
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the handler of every route that looks at who asks. */
    caller: Caller
  }
}

/** A request, as far as the calls made for it need it: it is their `CallOptions`, too. */
export type Asking = Pick<FastifyRequest, 'caller' | 'deadlineMs'>

/**
 * Who may use a route: 'public' looks at nobody, 'optional' shows more to those who say who they
 * are, 'user' needs a credential, the others also a role: 'staff' are organizers and those who scan
 * for them.
 */
export type Access = 'public' | 'optional' | 'user' | RoleAccess

type RoleAccess = 'staff' | 'organizer' | 'admin'

const anonymous: Caller = { userId: '', roles: [] }

/** Makes the limit of that name; where several gateways share limits they share it by this name. */
export type MakeRateLimiter = (limit: RateLimit & { readonly name: string }) => RateLimiter

type Check = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

const rolesFor: Readonly<Record<RoleAccess, readonly Role[]>> = {
  staff: [Role.SCANNER, Role.ORGANIZER, Role.ADMIN],
  organizer: [Role.ORGANIZER, Role.ADMIN],
  admin: [Role.ADMIN],
}
const refusalOf: Readonly<Record<RoleAccess, string>> = {
  staff: 'only organizers and their scanners may do this',
  organizer: 'only organizers may do this',
  admin: 'only administrators may do this',
}

const WINDOW_SECONDS = 60
const BEARER = /^Bearer +([\x21-\x7e]{1,4096})$/i

/** Makes the checks that run before a request's body is read: how often, who, and in which role. */
export class Gate {
  readonly #auth: Client<typeof AuthService>
  readonly #telemetry: GatewayTelemetry
  readonly #perUser: ReadonlyMap<LimitGroup, RateLimiter>
  readonly #perAddress: ReadonlyMap<LimitGroup, RateLimiter>

  constructor(
    auth: Client<typeof AuthService>,
    telemetry: GatewayTelemetry,
    limits: GatewayConfig['limits'],
    rateLimiter: MakeRateLimiter = memoryRateLimiter,
  ) {
    this.#auth = auth
    this.#telemetry = telemetry
    this.#perUser = limiters('user', (group) => limits[group].perUser, rateLimiter)
    this.#perAddress = limiters('address', (group) => limits[group].perAddress, rateLimiter)
  }

  /** The check for a route; undefined when there is nothing to check, which costs nothing. */
  check(access: Access, group: LimitGroup): Check | undefined {
    const perAddress = this.#perAddress.get(group)
    const perUser = this.#perUser.get(group)
    if (access === 'public' && !perAddress) return undefined
    return async (request, reply) => {
      if (perAddress) await this.#count(perAddress, addressKey(request.ip), group, reply)
      if (access === 'public') return
      const caller = await this.#caller(request, access)
      request.caller = caller
      if (perUser && caller.userId) await this.#count(perUser, caller.userId, group, reply)
      if (needsRole(access)) await this.#requireRole(request, access)
    }
  }

  async #caller(request: FastifyRequest, access: Access): Promise<Caller> {
    const { authorization } = request.headers
    if (authorization === undefined) {
      if (access === 'optional') return anonymous
      throw credentialRequired()
    }
    const credential = BEARER.exec(authorization)?.[1]
    if (credential) return this.#auth.authenticate({ credential }, request)
    throw new DomainError('unauthenticated', 'malformed_credential', 'not a bearer credential')
  }

  /** A token is as old as its login: a role that it lacks may have been granted since. */
  async #requireRole(asking: Asking, needed: RoleAccess): Promise<void> {
    const { userId, roles } = asking.caller
    if (hasOneOf(rolesFor[needed], roles)) return
    const { user } = await this.#auth.getUser({ userId }, asking)
    if (hasOneOf(rolesFor[needed], user?.roles ?? [])) return
    throw new DomainError('forbidden', `${needed}_required`, refusalOf[needed])
  }

  async #count(limiter: RateLimiter, key: string, group: LimitGroup, reply: FastifyReply) {
    const allowance = await limiter.take(key)
    const { remaining, resetSeconds } = allowance
    reply.header('ratelimit', `"${group}";r=${remaining};t=${resetSeconds}`)
    if (!allowance.allowed) this.#refuse(allowance, group, reply)
  }

  #refuse({ limit, resetSeconds }: Allowance, group: LimitGroup, reply: FastifyReply): never {
    this.#telemetry.rateLimited(group)
    reply.header('ratelimit-policy', `"${group}";q=${limit};w=${WINDOW_SECONDS}`)
    throw new DomainError('exhausted', 'rate_limited', 'too many requests; come back later', {
      retry_after_seconds: resetSeconds,
    })
  }
}

/** The caller's id, where an anonymous answer makes no sense. */
export function requireUser({ userId }: Caller): string {
  if (userId === '') throw credentialRequired()
  return userId
}

export function isAdmin({ roles }: Caller): boolean {
  return roles.includes(Role.ADMIN)
}

function credentialRequired(): DomainError {
  return new DomainError('unauthenticated', 'credential_required', 'send Authorization: Bearer …')
}

function needsRole(access: Access): access is RoleAccess {
  return access in rolesFor
}

function hasOneOf(sufficient: readonly Role[], roles: readonly Role[]): boolean {
  return roles.some((role) => sufficient.includes(role))
}

function limiters(
  scope: 'user' | 'address',
  callsOf: (group: LimitGroup) => number,
  rateLimiter: MakeRateLimiter,
): ReadonlyMap<LimitGroup, RateLimiter> {
  const limited = limitGroups.filter((group) => callsOf(group) > 0)
  return new Map(
    limited.map((group) => {
      const limit = { calls: callsOf(group), windowSeconds: WINDOW_SECONDS }
      return [group, rateLimiter({ name: `${group}:${scope}`, ...limit })]
    }),
  )
}
