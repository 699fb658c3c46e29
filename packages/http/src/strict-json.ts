import { isUtf8 } from 'node:buffer'
import { DomainError } from '@usher/kernel'
import { jsonCensus, jsonShape } from './json-shape.ts'

/** Deeper than any body of ours; validators recurse, and so must not meet more. */
const JSON_DEPTH_MAX = 32

/** Names that reach an object's prototype when somebody copies members carelessly. */
const poison = new Set(['__proto__', 'constructor'])
/** Without one of these in its text a body cannot hold such a name, escaped or not. */
const suspicious = /__proto__|constructor|\\u/

/**
 * Parses a JSON body without guessing: bytes that are no UTF-8, half surrogate pairs, nesting
 * beyond `JSON_DEPTH_MAX`, a name written twice and names that poison prototypes are refused. An
 * empty body is no body.
 */
export function parseStrictJson(body: Buffer): unknown {
  if (body.length === 0) return undefined
  if (!isUtf8(body)) throw refused('invalid_utf8', 'the body is not valid UTF-8')
  const shape = jsonShape(body)
  if (shape.depth > JSON_DEPTH_MAX) {
    throw refused('nested_too_deeply', `the body nests deeper than ${JSON_DEPTH_MAX} levels`)
  }
  const value = parse(body.toString('utf8'))
  const census = jsonCensus(value)
  if (!census.wellFormed) throw refused('invalid_utf8', 'a text holds half a surrogate pair')
  if (census.members !== shape.members) throw refused('duplicate_member', 'a name is written twice')
  return value
}

function parse(text: string): unknown {
  try {
    return suspicious.test(text) ? JSON.parse(text, withoutPoison) : JSON.parse(text)
  } catch (error) {
    if (error instanceof DomainError) throw error
    throw new DomainError('invalid', 'malformed_json', 'the body is not valid JSON', {}, error)
  }
}

/** Called with every name as it reads after unescaping. */
function withoutPoison(name: string, value: unknown): unknown {
  if (poison.has(name)) throw refused('forbidden_member', `a member must not be called ${name}`)
  return value
}

function refused(code: string, message: string): DomainError {
  return new DomainError('invalid', code, message)
}
