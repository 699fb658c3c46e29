import { minuteOf } from './figures.ts'

// asked -> clearing (figures from `fromMs` on are forgotten, a minute at a time) -> replaying (the
// topics are counted again) -> ended. Live messages are counted all the while: what is cleared with
// its message ids is counted again, what is not is known.

export type RebuildPhase = 'clearing' | 'replaying'

export interface Rebuild {
  readonly fromMs: number
  readonly phase: RebuildPhase
  /** Names it: a newer one replaces it. */
  readonly askedAtMs: number
}

/** Topics keep messages for seven days; an hour less, for a replay takes its time. */
const REPLAYABLE_MS = 7 * 86_400_000 - 3_600_000

/** What topics no longer hold whole is never forgotten. */
export function rebuildFrom(wantedMs: number, nowMs: number): Rebuild {
  const fromMs = Math.max(minuteOf(wantedMs), minuteOf(nowMs - REPLAYABLE_MS))
  return { fromMs, phase: 'clearing', askedAtMs: nowMs }
}
