import { AsyncLocalStorage } from 'node:async_hooks'

/** W3C Trace Context as it travels beside a call: `traceparent`, `tracestate`. */
export type TraceHeaders = Readonly<Record<string, string>>

/** Headers that may hold a trace context among others. */
export type IncomingHeaders = Readonly<Record<string, string | string[] | undefined>>

export interface SpanStart {
  /** Of few values: a method or a route as written, never an id. */
  readonly name: string
  /** Who asked: a caller that waits, or somebody who left a message. */
  readonly kind: 'server' | 'consumer'
  /** Where the caller says which trace it is in, if it does. */
  readonly parent: IncomingHeaders
  readonly attributes?: SpanAttributes
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

/** One piece of work in a trace. */
export interface Span {
  /** Runs `work`; it, and whatever it begins, is inside the span. */
  run<Result>(work: () => Result): Result
  /** With the error that the work ended with, if any. */
  end(outcome?: { readonly error?: unknown; readonly attributes?: SpanAttributes }): void
}

/** Where a process tells what it worked at, when it is told to. */
export interface Traces {
  begin(start: SpanStart): Span
  /** Tells what is not told yet. */
  close(): Promise<void>
}

/** The trace that the running code is in; empty outside of any. */
export function currentTrace(): TraceHeaders {
  return current.getStore() ?? none
}

/** Runs `work` in the trace that `headers` name. */
export function insideTrace<Result>(headers: TraceHeaders, work: () => Result): Result {
  return current.run(headers, work)
}

/** Runs `work` in a span of its own, which ends when the work does. */
export async function traced<Result>(
  traces: Traces,
  start: SpanStart,
  work: () => Promise<Result>,
): Promise<Result> {
  const span = traces.begin(start)
  try {
    const result = await span.run(work)
    span.end()
    return result
  } catch (error) {
    span.end({ error })
    throw error
  }
}

const current = new AsyncLocalStorage<TraceHeaders>()
const none: TraceHeaders = {}
