import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { BOOKING } from './testing/fake-booking.ts'
import { EVENT } from './testing/fake-events.ts'
import { RESERVATION } from './testing/fake-inventory.ts'
import type { Person } from './testing/fake-people.ts'
import { openGateway } from './testing/open-gateway.fixture.ts'

const { gateway, call } = openGateway()
after(() => gateway.close())

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly minLength?: number
  readonly propertyNames?: object
}

interface Route {
  readonly method: 'POST' | 'PATCH' | 'PUT'
  readonly path: string
  readonly body: JsonSchema
}

let routes: Route[] = []

before(async () => {
  const { paths } = (await call({ url: '/openapi.json' })).json()
  routes = Object.entries<
    Record<string, { requestBody?: { content: Record<string, { schema: JsonSchema }> } }>
  >(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody }]) => {
      const body = requestBody?.content['application/json']?.schema
      return body?.type ? [{ method: method.toUpperCase() as Route['method'], path, body }] : []
    }),
  )
})

const ids: Readonly<Record<string, string | number>> = {
  event_id: EVENT,
  reservation_id: RESERVATION,
  booking_id: BOOKING,
  challenge_id: 'ch_1',
  checkin_id: 'ci_1',
}

/** A body that the schema takes, as small as can be: what is wrong is then wrong in one place. */
function example(schema: JsonSchema): unknown {
  if (schema.enum) return schema.enum[0]
  const type = [schema.type].flat()[0]
  if (type === 'object') {
    const required = Object.entries(schema.properties ?? {}).filter(([name]) =>
      schema.required?.includes(name),
    )
    return Object.fromEntries(required.map(([name, property]) => [name, example(property)]))
  }
  if (type === 'array') return [example(schema.items ?? {})]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (schema.format === 'date-time') return '2027-01-01T00:00:00Z'
  if (schema.pattern?.startsWith('^rsv_')) return RESERVATION
  if (schema.pattern === '^[A-Z]{2}$') return 'ES'
  if (schema.pattern === '^[A-Z]{3}$') return 'EUR'
  return 'a'.repeat(Math.max(1, schema.minLength ?? 1))
}

const wrongValues: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  -(2 ** 60),
  '',
  'x'.repeat(30_000),
  '\u0000',
  ['a', ['b']],
  [[]],
  {},
  { $gt: '' },
  { deep: { deeper: {} } },
]

/**
 * Each field of the body with each wrong value. Some values are right for some fields; none may be
 * a bug.
 */
function variants(schema: JsonSchema): unknown[] {
  const base = example(schema) as Record<string, unknown>
  return Object.keys(schema.properties ?? {}).flatMap((name) =>
    wrongValues.map((value) => ({ ...base, [name]: value })),
  )
}

const tower = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`
const never: [title: string, body: string | Buffer][] = [
  ['an array', '[]'],
  ['a text', '"text"'],
  ['a number', '1e999'],
  ['half a document', '{"event_id":'],
  ['two documents', '{}{}'],
  ['a comment', '{/**/}'],
  ['an unknown field', '{"no_such_field":1}'],
  ['a poisoned prototype', '{"__proto__":{"admin":true}}'],
  ['an escaped poisoned prototype', '{"\\u005f\\u005fproto__":{"admin":true}}'],
  ['a poisoned constructor', '{"constructor":{"prototype":{"admin":true}}}'],
  ['a tower', tower],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
  ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ['half a surrogate pair', '{"name":"\\udc00"}'],
  ['a name twice', '{"reason":"a","reason":"b"}'],
  ['a large body', `{"name":"${'x'.repeat(100_000)}"}`],
]

let keys = 0
function send({ method, path }: Route, body: unknown, type = 'application/json') {
  const url = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => String(ids[name]))
  const headers = { 'content-type': type, 'idempotency-key': `fuzz-${keys++}` }
  return call({
    method,
    url,
    as: callerOf(path),
    body,
    headers,
  })
}

function callerOf(path: string): Person {
  if (path.includes('/reindex')) return 'admin'
  return path.includes('/bookings') || path.includes('/reservations') ? 'buyer' : 'owner'
}

test('there are routes to try', () => assert.ok(routes.length >= 15, `${routes.length} routes`))

test('what is no body of ours is refused everywhere, with a problem that has a code', async () => {
  for (const route of routes) {
    for (const [title, body] of never) {
      const answer = await send(route, body)
      const told = answer.body.slice(0, 200)
      const where = `${route.method} ${route.path}: ${title}: ${answer.statusCode} ${told}`
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, where)
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, where)
      assert.match(answer.json().code, /^[a-z_0-9]+$/, where)
    }
  }
})

test('a name must say something, without control characters', async () => {
  const route: Route = { method: 'POST', path: '/v1/organizers', body: {} }
  for (const name of ['', ' ', '\t', '\u0000', 'a\u0000', 'a\nb', '\u007f']) {
    const answer = await send(route, { name })
    assert.equal(answer.statusCode, 400, JSON.stringify(name))
    assert.equal(answer.json().errors[0].pointer, '#/name')
  }
  assert.equal((await send(route, { name: 'Γ' })).statusCode, 201)
})

test('another content type is refused everywhere', async () => {
  for (const route of routes) {
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'nonsense',
    ]) {
      const answer = await send(route, '{}', type)
      assert.equal(answer.statusCode, 415, `${route.method} ${route.path} ${type}: ${answer.body}`)
    }
  }
})

test('no value of any field is a bug, and a refusal says where', async () => {
  let refused = 0
  for (const route of routes) {
    for (const body of variants(route.body)) {
      const answer = await send(route, body)
      const [asked, told] = [JSON.stringify(body), answer.body].map((text) => text.slice(0, 300))
      const where = `${route.method} ${route.path} ${asked}: ${told}`
      assert.ok(answer.statusCode < 500, where)
      if (answer.statusCode < 400) continue
      refused++
      assert.match(answer.json().code, /^[a-z_0-9]+$/, where)
      if (answer.json().code === 'invalid_request')
        assert.ok(answer.json().errors.length > 0, where)
    }
  }
  assert.ok(refused > 200, `${refused} were refused`)
})

/** Their smallest bodies name what is not there, or not to be had again. */
const named = /login|register|swap|scanners|resend|webhooks/
const plain = /(?:reservations|bookings|events\/\{event_id\})$/

test('the smallest right bodies are taken: what is refused is refused for its fault', async () => {
  for (const route of routes) {
    const answer = await send(route, example(route.body))
    const expected = named.test(route.path) || plain.test(route.path)
    if (!expected)
      assert.ok(answer.statusCode < 300, `${route.method} ${route.path}: ${answer.body}`)
    assert.ok(answer.statusCode < 500, `${route.method} ${route.path}: ${answer.body}`)
  }
})
