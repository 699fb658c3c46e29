import { type Rebuild, rebuildFrom } from '../domain/rebuild.ts'
import type { AnalyticsPorts } from './ports.ts'

/** Asks for a rebuild; what is left of an earlier one is part of it. */
export async function askRebuild(
  { figures, clock, telemetry }: AnalyticsPorts,
  wantedMs: number,
): Promise<Rebuild> {
  const wanted = rebuildFrom(wantedMs, clock.nowMs())
  const running = await figures.rebuild()
  const rebuild = { ...wanted, fromMs: Math.min(wanted.fromMs, running?.fromMs ?? wanted.fromMs) }
  await figures.beginRebuild(rebuild)
  telemetry.rebuildBegun(rebuild)
  return rebuild
}

/** Minutes cleared before the job lets others run. */
const CLEARINGS_MAX = 1000

/**
 * Takes the rebuild that was asked for further, if there is one. Several processes may do so at
 * once, and a crash anywhere is mended by whoever comes next: clearing is guarded by the phase, and
 * what is counted twice is known by its message id.
 */
export async function continueRebuild(ports: AnalyticsPorts): Promise<void> {
  const { figures, clock, replay, telemetry } = ports
  let rebuild = await figures.rebuild()
  for (let at = 0; rebuild?.phase === 'clearing' && at < CLEARINGS_MAX; at++) {
    await figures.clearSome(rebuild)
    rebuild = await figures.rebuild()
  }
  if (rebuild?.phase !== 'replaying') return
  const beganMs = clock.monotonicMs()
  let messages = 0
  await replay(async (telling) => {
    if (telling.atMs >= rebuild.fromMs && (await figures.add(telling))) messages++
  })
  await figures.endRebuild(rebuild)
  telemetry.rebuildEnded(rebuild, { messages, ms: clock.monotonicMs() - beganMs })
}
