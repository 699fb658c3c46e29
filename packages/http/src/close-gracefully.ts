import type { Clock } from '@usher/kernel'
import type { HttpApp } from './http-server.ts'

export interface CloseOptions {
  readonly clock: Clock
  /** Answers that take longer than this are cut off. */
  readonly deadlineMs: number
}

const LOOK_EVERY_MS = 50

/**
 * Stops taking connections, lets answers in flight finish, and cuts off what is not done by the
 * deadline. Say not ready first, and wait until balancers have heard it.
 */
export async function closeGracefully(
  app: HttpApp,
  { clock, deadlineMs }: CloseOptions,
): Promise<void> {
  const cancelDeadline = clock.schedule(deadlineMs, () => app.server.closeAllConnections())
  const stopLooking = closeWhatGoesIdle(app, clock)
  try {
    await app.close()
  } finally {
    stopLooking()
    cancelDeadline()
  }
}

/**
 * Node closes connections that are idle when the end begins. One that is busy then goes idle after
 * its answer, and would be waited for until its client lets go of it.
 */
function closeWhatGoesIdle(app: HttpApp, clock: Clock): () => void {
  let cancel = clock.schedule(LOOK_EVERY_MS, look)
  function look(): void {
    app.server.closeIdleConnections()
    cancel = clock.schedule(LOOK_EVERY_MS, look)
  }
  return () => cancel()
}
