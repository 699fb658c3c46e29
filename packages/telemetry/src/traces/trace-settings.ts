import { DomainError, type Environment, readSettings, type SettingValues } from '@usher/kernel'

export const traceSettings = {
  endpoint: {
    name: 'USHER_OTLP_ENDPOINT',
    default: '',
    parse: webAddress,
    description: 'where traces go: OTLP over HTTP, such as http://collector:4318; empty for none',
  },
  ratio: {
    name: 'USHER_TRACE_RATIO',
    default: 0.01,
    parse: fraction,
    description: 'the part of traces that are kept, of those that no caller has decided about',
  },
} as const

export type TraceConfig = SettingValues<typeof traceSettings>

/** Throws invalid / invalid_config with every problem. */
export function readTraceConfig(env: Environment): TraceConfig {
  return readSettings(env, traceSettings)
}

function webAddress(text: string): string {
  const url = URL.parse(text)
  const isPlain = url?.search === '' && url.hash === ''
  if (url && isPlain && /^https?:$/.test(url.protocol)) return text.replace(/\/+$/, '')
  throw malformed('an address such as http://collector:4318')
}

function fraction(text: string): number {
  const value = /^\d(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN
  if (value >= 0 && value <= 1) return value
  throw malformed('a number from 0 to 1, such as 0.05')
}

function malformed(expected: string): DomainError {
  return new DomainError('invalid', 'invalid_setting', expected)
}
