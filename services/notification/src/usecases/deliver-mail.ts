import { isDomainError } from '@usher/kernel'
import {
  claimed,
  dropped,
  failed,
  type Notification,
  postponed,
  refused,
  sent,
} from '../domain/notification.ts'
import { retryDelayMs } from '../domain/retry-delay.ts'
import type { NotificationPorts } from './ports.ts'
import { prepareMail } from './prepare-mail.ts'
import { ATTEMPT_DEADLINE_MS, withinDeadline } from './within-deadline.ts'

/**
 * Tries one notification once, and records the outcome. On record as being sent before anything
 * leaves: who crashes in between sends again later, under the same message id.
 */
export async function deliverMail(ports: NotificationPorts, due: Notification): Promise<void> {
  const { notifications, clock, telemetry } = ports
  const sending = claimed(due, clock.nowMs())
  try {
    await notifications.save(sending)
  } catch (error) {
    // Another process has it.
    if (isDomainError(error, 'notification_changed')) return
    throw error
  }
  const outcome = await attempt(ports, sending)
  await notifications.save(outcome)
  telemetry.notificationTried(outcome)
}

async function attempt(ports: NotificationPorts, sending: Notification): Promise<Notification> {
  const step = (check: () => void) => prepareAndSend(ports, sending, check)
  try {
    return await withinDeadline(ports.clock, ATTEMPT_DEADLINE_MS, step)
  } catch (error) {
    return afterFailure(ports, sending, error)
  }
}

async function prepareAndSend(
  ports: NotificationPorts,
  sending: Notification,
  checkDeadline: () => void,
): Promise<Notification> {
  const { clock, mailer, circuit } = ports
  const prepared = await prepareMail(ports, sending)
  if (prepared.do === 'drop') return dropped(sending, prepared.reason, clock.nowMs())
  if (prepared.do === 'postpone') return postponed(sending, prepared.untilMs)
  // Given up and due again: sent from here, it would be sent twice.
  checkDeadline()
  await mailer.send(prepared.mail)
  circuit.answered()
  return sent(sending, { language: prepared.mail.language, nowMs: clock.nowMs() })
}

/** A server that is down says nothing against this mail: it need not wait long for the next try. */
const SERVER_DOWN_DELAY_MS = 60_000

function afterFailure(
  { clock, random, circuit, telemetry }: NotificationPorts,
  sending: Notification,
  error: unknown,
): Notification {
  const nowMs = clock.nowMs()
  const reason = reasonOf(error)
  telemetry.attemptFailed(sending, error)
  if (isDomainError(error, 'mail_refused')) {
    circuit.answered()
    return refused(sending, reason, nowMs)
  }
  const serverDown = isDomainError(error, 'mail_server_unavailable')
  if (serverDown) circuit.failed(clock.monotonicMs())
  if (isDomainError(error, 'mail_deferred')) circuit.answered()
  const delayMs = retryDelayMs(sending.attempts, random.fraction())
  const shortened = serverDown ? Math.min(delayMs, SERVER_DOWN_DELAY_MS) : delayMs
  return failed(sending, { reason, delayMs: shortened, nowMs })
}

/** What may be told to those who ask; the rest is in the log. */
function reasonOf(error: unknown): string {
  return isDomainError(error) ? `${error.code}: ${error.message}` : 'internal_error'
}
