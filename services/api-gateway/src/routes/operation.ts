import type { FastifySchema } from 'fastify'
import { Type } from 'typebox'
import type { Access, Gate } from '../access.ts'
import type { LimitGroup } from '../config.ts'

/** One call of the interface, as its callers read it. */
interface Operation<Schema extends FastifySchema> {
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly access: Access
  readonly limit: LimitGroup
  readonly schema: Schema
  /** Parts that are described but not validated: what the route reads by itself. */
  readonly described?: FastifySchema
}

/**
 * Every refusal looks alike, on every route. Described only: a refusal needs no compiled
 * serialiser.
 */
export const refusals = { '4xx': Type.Ref('Problem'), '5xx': Type.Ref('Problem') }

const securityOf: Readonly<Record<Access, readonly object[]>> = {
  public: [],
  optional: [{}, { bearer: [] }],
  user: [{ bearer: [] }],
  staff: [{ bearer: [] }],
  organizer: [{ bearer: [] }],
  admin: [{ bearer: [] }],
}

/**
 * The options of a route: its check before the body is read, and the schema that validates,
 * serialises and documents.
 */
export function operation<const Schema extends FastifySchema>(
  gate: Gate,
  { tag, summary, description, access, limit, schema, described = {} }: Operation<Schema>,
) {
  const check = gate.check(access, limit)
  const response = { ...(schema.response as object | undefined), ...refusals }
  const documentation = { tags: [tag], summary, security: securityOf[access] }
  return {
    ...(check ? { onRequest: check } : {}),
    config: { described: { response, ...described } },
    schema: { ...schema, ...documentation, ...(description ? { description } : {}) } as Schema,
  }
}
