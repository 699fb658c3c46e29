import type { Socket } from 'node:net'
import type { Clock } from '@usher/kernel'
import type { HttpApp } from './http-app.ts'

/** How often connections are looked through while closing. */
const LOOK_EVERY_MS = 25
/** A connection without a request may have one under way for so long. */
const FIRST_REQUEST_MS = 100

/**
 * Ends the server: it takes no more connections, finishes the answers in flight, and cuts off what
 * is not done after `deadlineMs`. Say not ready first, and wait until balancers have heard it.
 */
export type Close = (deadlineMs: number) => Promise<void>

/** Call it before the server listens, for it watches the connections from the first one on. */
export function gracefulClose(app: HttpApp, clock: Clock): Close {
  const silent = silentConnections(app)
  return async (deadlineMs) => {
    const beganMs = clock.monotonicMs()
    let cancelLook = clock.schedule(LOOK_EVERY_MS, look)
    const cancelDeadline = clock.schedule(deadlineMs, () => app.server.closeAllConnections())
    // Node lets go of what is idle when the closing begins, not of what becomes idle afterwards.
    function look(): void {
      app.server.closeIdleConnections()
      if (clock.monotonicMs() - beganMs >= FIRST_REQUEST_MS) {
        for (const socket of silent) socket.destroy()
      }
      cancelLook = clock.schedule(LOOK_EVERY_MS, look)
    }
    try {
      await app.close()
    } finally {
      cancelLook()
      cancelDeadline()
    }
  }
}

/**
 * Connections that have not sent a request yet, as browsers open them in advance. To Node they are
 * not idle, and a server waits for them.
 */
function silentConnections({ server }: HttpApp): ReadonlySet<Socket> {
  const silent = new Set<Socket>()
  server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', ({ socket }) => silent.delete(socket))
  return silent
}
