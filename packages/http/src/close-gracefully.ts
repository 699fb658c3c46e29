import type { Clock } from '@usher/kernel'
import type { HttpApp } from './http-server.ts'

export interface CloseOptions {
  readonly clock: Clock
  /** Answers that take longer than this are cut off. */
  readonly deadlineMs: number
}

/**
 * Stops taking connections, lets answers in flight finish, and cuts off what is not done by the
 * deadline. Say not ready first, and wait until balancers have heard it.
 */
export async function closeGracefully(
  app: HttpApp,
  { clock, deadlineMs }: CloseOptions,
): Promise<void> {
  const cancel = clock.schedule(deadlineMs, () => app.server.closeAllConnections())
  try {
    await app.close()
  } finally {
    cancel()
  }
}
