import type { Notification } from '../domain/notification.ts'
import { deliverMail } from './deliver-mail.ts'
import type { NotificationPorts } from './ports.ts'

/** Read at once. */
const PAGE = 100
/** Pages in one run, so that other jobs are not kept waiting for ever. */
const PAGES_MAX = 50

/**
 * Sends what is due, the longest due first, a few at a time, and in
 * spare time: a PDF and a mail cost more than a sale. One that fails is due later and holds
 * up nobody; a server that is down is asked by one mail at a time.
 */
export async function deliverMails(
  ports: NotificationPorts,
  stopping?: AbortSignal,
): Promise<void> {
  const { notifications, clock, circuit } = ports
  for (let page = 0; page < PAGES_MAX; page++) {
    const limit = Math.min(PAGE, circuit.allowance(clock.monotonicMs()))
    if (limit === 0) return
    const due = await notifications.due(clock.nowMs(), limit)
    await deliverEach(ports, due, stopping)
    if (due.length < limit || stopping?.aborted) return
  }
}

/** Fails with the first failure of the store, once all that had begun have ended. */
async function deliverEach(
  ports: NotificationPorts,
  due: readonly Notification[],
  stopping?: AbortSignal,
): Promise<void> {
  const { circuit, clock, config, spareTime } = ports
  const queue = due.values()
  const worker = async () => {
    for (const notification of queue) {
      await spareTime()
      if (stopping?.aborted) return
      if (circuit.allowance(clock.monotonicMs()) === 0) return
      await deliverMail(ports, notification)
    }
  }
  const workers = Array.from({ length: Math.min(config.concurrency, due.length) }, worker)
  for (const ended of await Promise.allSettled(workers)) {
    if (ended.status === 'rejected') throw ended.reason
  }
}
