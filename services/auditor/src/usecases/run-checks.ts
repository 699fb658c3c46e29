import { type Check, type CheckKind, postponed } from '../domain/check.ts'
import type { Suspicion } from '../domain/judge-booking.ts'
import { lookAtBooking } from './look-at-booking.ts'
import { lookAtEvent } from './look-at-event.ts'
import { lookAtReservation } from './look-at-reservation.ts'
import { pauseEvent } from './pause-event.ts'
import type { AuditorPorts } from './ports.ts'
import { reportViolation } from './report-violation.ts'
import type { Verdict } from './verdict.ts'

const BATCH = 256
/** Checks made at once, so that the services are asked for all of them together. */
const CONCURRENCY = 100
/** Of one run; the next comes a second later. */
const BATCHES_MAX = 20

/** Makes every check whose time has come. Two processes may make the same one. */
export async function runChecks(ports: AuditorPorts, stopping?: AbortSignal): Promise<void> {
  const { state, clock, telemetry } = ports
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const due = await state.due(clock.nowMs(), BATCH)
    const queue = due.values()
    const work = async () => {
      for (const check of queue) {
        if (stopping?.aborted) return
        await make(ports, check)
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, work))
    telemetry.checked(clock.nowMs())
    if (due.length < BATCH || stopping?.aborted) return
  }
}

const looks: Readonly<Record<CheckKind, (ports: AuditorPorts, check: Check) => Promise<Verdict>>> =
  {
    booking: lookAtBooking,
    reservation: lookAtReservation,
    event: lookAtEvent,
    pause: pauseEvent,
  }

async function make(ports: AuditorPorts, check: Check): Promise<void> {
  try {
    await settle(ports, check, await looks[check.kind](ports, check))
  } catch (error) {
    ports.telemetry.checkFailed(check, error)
    // Who cannot be asked is not accused.
    await ports.state.postpone(postponed(check, ports.clock.nowMs(), check.suspectedAtMs))
  }
}

/** A suspicion is a violation when it stands for as long as things may be on their way. */
async function settle(ports: AuditorPorts, check: Check, verdict: Verdict): Promise<void> {
  const { state, clock } = ports
  const { suspicions, isOpen } = verdict
  const nowMs = clock.nowMs()
  const sinceMs = check.suspectedAtMs || nowMs
  const waits = suspicions.filter((each) => !isCertain(each, nowMs - sinceMs))
  for (const { graceMs: _, ...violation } of suspicions.filter((each) => !waits.includes(each))) {
    await reportViolation(ports, violation)
  }
  if (waits.length === 0 && !isOpen) return state.done(check)
  await state.postpone(postponed(check, nowMs, waits.length > 0 ? sinceMs : 0))
}

function isCertain({ graceMs }: Suspicion, standsForMs: number): boolean {
  return standsForMs >= graceMs
}
