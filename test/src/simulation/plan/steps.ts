/**
 * One thing that happens. Plain data that names its subject by a fraction of what there is at that
 * moment, so that a plan still makes sense when steps before it are dropped.
 */
export type Step = StepKind & {
  /** Its place in the plan of the seed, kept when other steps are dropped. */
  readonly id: number
  /** How much time passes before the next one begins; with 0, it begins in the same turn. */
  readonly thenMs: number
}

export type StepKind =
  | {
      readonly do: 'reserve'
      readonly buyer: number
      readonly event: number
      readonly seats: readonly number[]
    }
  | {
      readonly do: 'reserve_best'
      readonly buyer: number
      readonly event: number
      readonly quantity: number
    }
  | {
      readonly do: 'reserve_area'
      readonly buyer: number
      readonly event: number
      readonly quantity: number
    }
  | { readonly do: 'release' | 'extend'; readonly which: number }
  | { readonly do: 'swap'; readonly which: number; readonly seat: number }
  | { readonly do: 'book'; readonly which: number; readonly token: string }
  | { readonly do: 'cancel' | 'cancel_seat'; readonly which: number }
  | { readonly do: 'repeat'; readonly which: number }
  | { readonly do: 'challenge'; readonly which: number; readonly outcome: 'approve' | 'refuse' }
  | { readonly do: 'webhook_again'; readonly which: number }
  | { readonly do: 'block' | 'unblock'; readonly event: number; readonly seat: number }
  | { readonly do: 'cancel_event'; readonly event: number }
  | { readonly do: 'wait' | 'leap'; readonly ms: number }
  | { readonly do: 'crash'; readonly appends: number }

/** A step as one line of a trace. */
export function lineOf({ id, do: kind, thenMs, ...parts }: Step): string {
  const facts = Object.entries(parts).map(([name, value]) => `${name}=${shown(value)}`)
  return `step ${id}: ${kind} ${facts.join(' ')} then ${thenMs} ms`
}

function shown(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value)
    ? value.toFixed(4)
    : JSON.stringify(value)
}
