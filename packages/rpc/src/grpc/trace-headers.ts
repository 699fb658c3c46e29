import type { Metadata } from '@grpc/grpc-js'

/** W3C Trace Context as it travels beside a call: `traceparent`, `tracestate`. */
export type TraceHeaders = Readonly<Record<string, string>>

const names = ['traceparent', 'tracestate']

export function putTrace(metadata: Metadata, headers: TraceHeaders): void {
  for (const name of names) {
    const value = headers[name]
    if (value !== undefined) metadata.set(name, value)
  }
}

export function traceOf(metadata: Metadata): TraceHeaders {
  const found = names.flatMap((name) => {
    const [value] = metadata.get(name)
    return value === undefined ? [] : [[name, value.toString()] as const]
  })
  return Object.fromEntries(found)
}
