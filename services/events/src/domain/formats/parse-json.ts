import { failRead } from './problems.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** Parses JSON; the problem says where it stops being JSON, as the runtime does. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    if (error instanceof RangeError) return failRead('file', 'is nested too deeply')
    if (!(error instanceof SyntaxError)) throw error
    return failRead('file', `is not JSON: ${error.message.slice(0, 200)}`)
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own field; null counts as absent, as editors write it for "nothing". */
export function fieldIn(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined
}

/** The items of a list, or the one value that stands where a list could. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** Text of a field; a number counts as its digits, anything else as nothing. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}
