import { createHash } from 'node:crypto'
import { type Clock, DomainError, type Job, type PaymentId, type Random } from '@usher/kernel'
import { keyReused } from '../../domain/errors.ts'
import type { Report } from '../../domain/payment.ts'
import type { RefundStatus } from '../../domain/refund.ts'
import type {
  AuthorizeCall,
  PaymentCall,
  PaymentProvider,
  RefundCall,
  WebhookHeaders,
  WebhookMessage,
} from '../../ports/payment-provider.ts'
import { PendingAnswers } from './pending-answers.ts'
import type { SandboxChange, SandboxDelivery, SandboxLedger } from './sandbox-ledger.ts'
import * as bank from './sandbox-payment.ts'
import { addSandboxRefund } from './sandbox-refund.ts'
import { isTestToken, scenarioOf } from './scenarios.ts'
import { WebhookCourier } from './webhook-courier.ts'
import { readWebhook } from './webhook-message.ts'
import type { WebhookSender } from './webhook-sender.ts'

export interface SandboxPorts {
  readonly ledger: SandboxLedger
  readonly sender: WebhookSender
  readonly clock: Clock
  readonly random: Random
}

export interface SandboxConfig {
  /**
   * The first signs; all are accepted, so that a secret can be replaced without losing a message.
   */
  readonly webhookSecrets: readonly [string, ...string[]]
  /** Where a buyer completes the challenge of this id. */
  readonly challengeUrl: (challengeId: string) => string
}

export type ChallengeOutcome = 'approve' | 'refuse'

const DELIVER_EVERY_MS = 1000

/**
 * A bank for trials, demos and tests, with books of its own. The test tokens say how it behaves.
 */
export class Sandbox implements PaymentProvider {
  readonly jobs: readonly Job[]
  readonly #ports: SandboxPorts
  readonly #config: SandboxConfig
  readonly #courier: WebhookCourier
  readonly #pending: PendingAnswers

  constructor(ports: SandboxPorts, config: SandboxConfig) {
    this.#ports = ports
    this.#config = config
    this.#courier = new WebhookCourier({ ...ports, secret: config.webhookSecrets[0] })
    this.#pending = new PendingAnswers(ports.clock)
    const run = () => this.#courier.deliverDue()
    this.jobs = [{ name: 'sandbox.deliver_webhooks', everyMs: DELIVER_EVERY_MS, run }]
  }

  async authorize(call: AuthorizeCall): Promise<Report> {
    let opened = false
    const payment = await this.#change(call.paymentId, (known) => {
      opened = !known
      return known ? requireSame(known, call) : this.#open(call)
    })
    // Only the call that opened it meets the trouble: a repeat gets through, as after a lost
    // connection.
    if (!opened || !scenarioOf(call.token).answer) return this.#report(payment)
    await this.#pending.answer(payment)
    return this.#report((await this.#ports.ledger.get(call.paymentId)) ?? payment)
  }

  async capture(call: PaymentCall): Promise<Report> {
    const payment = await this.#change(call.paymentId, (known) => {
      if (!known) throw notKnown(call.paymentId)
      return bank.captured(known, this.#ports.clock.nowMs())
    })
    return this.#report(payment)
  }

  async void(call: PaymentCall): Promise<Report> {
    const nowMs = this.#ports.clock.nowMs()
    const payment = await this.#change(call.paymentId, (known) =>
      bank.voided(known ?? this.#fence(call), nowMs),
    )
    this.#pending.release(call.paymentId)
    return this.#report(payment)
  }

  async refund(call: RefundCall): Promise<RefundStatus> {
    await this.#change(call.paymentId, (known) => {
      if (!known) throw notKnown(call.paymentId)
      return addSandboxRefund(known, call, this.#ports.clock.nowMs())
    })
    return 'DONE'
  }

  async retrieve({ paymentId }: PaymentCall): Promise<Report | undefined> {
    const payment = await this.#ports.ledger.get(paymentId)
    return payment && this.#report(payment)
  }

  async parseWebhook(rawBody: Uint8Array, headers: WebhookHeaders): Promise<WebhookMessage> {
    const nowMs = this.#ports.clock.nowMs()
    return readWebhook({ secrets: this.#config.webhookSecrets, nowMs }, rawBody, headers)
  }

  /**
   * The buyer's part of a challenge; a webhook tells its end. A repeat changes nothing. Throws
   * not_found / challenge_not_found, conflict / challenge_over when it ended otherwise.
   */
  async completeChallenge(challengeId: string, outcome: ChallengeOutcome): Promise<void> {
    const paymentId = await this.#ports.ledger.challenged(challengeId)
    if (!paymentId) throw challengeNotFound(challengeId)
    await this.#change(paymentId, (known) => {
      if (!known) throw challengeNotFound(challengeId)
      if (known.status !== 'CHALLENGE') return requireOutcome(known, outcome)
      return this.#completed(known, outcome)
    })
  }

  /** What the bank's own books say of money, in the order of payment ids. For audits. */
  async totals(page: { after?: PaymentId; limit: number }): Promise<readonly bank.SandboxTotals[]> {
    const nowMs = this.#ports.clock.nowMs()
    const payments = await this.#ports.ledger.list(page)
    return payments.map((payment) => bank.totalsOf(payment, nowMs))
  }

  /** Commits what `step` makes of the payment as it is now, and sees to its webhook. */
  async #change(
    paymentId: PaymentId,
    step: (known: bank.SandboxPayment | undefined) => bank.SandboxPayment,
  ): Promise<bank.SandboxPayment> {
    const { ledger, clock } = this.#ports
    let due: SandboxDelivery | undefined
    const payment = await ledger.update(paymentId, (stored) => {
      due = undefined
      const known = stored && bank.atTime(stored, clock.nowMs())
      const next = step(known)
      if (next === stored) return undefined
      due = this.#deliveryFor(stored, next)
      return due ? { payment: next, delivery: due } : ({ payment: next } satisfies SandboxChange)
    })
    if (due) this.#courier.expect(due)
    if (!payment) throw notKnown(paymentId)
    return payment
  }

  #open({
    paymentId,
    bookingId,
    token,
    amountMinor,
    currency,
  }: AuthorizeCall): bank.SandboxPayment {
    const needsChallenge = scenarioOf(token).opensAs === 'CHALLENGE'
    const opening = {
      paymentId,
      bookingId,
      providerRef: this.#name('sbx'),
      token: nameOfToken(token),
      amountMinor,
      currency,
      challengeId: needsChallenge ? this.#name('ch') : '',
    }
    return bank.openSandboxPayment(opening, this.#ports.clock.nowMs())
  }

  /** A payment that an authorize on its way will find given up already. */
  #fence({ paymentId, bookingId, amountMinor, currency }: PaymentCall): bank.SandboxPayment {
    const terms = { paymentId, bookingId, amountMinor, currency, token: '', challengeId: '' }
    const opening = { ...terms, providerRef: this.#name('sbx') }
    const opened = bank.openSandboxPayment(opening, this.#ports.clock.nowMs())
    return { ...opened, status: 'PENDING', declineCode: '' }
  }

  #completed(payment: bank.SandboxPayment, outcome: ChallengeOutcome): bank.SandboxPayment {
    const nowMs = this.#ports.clock.nowMs()
    if (outcome === 'approve') return bank.authorized(payment, nowMs)
    return { ...payment, status: 'DECLINED', declineCode: CHALLENGE_REFUSED, updatedAtMs: nowMs }
  }

  /**
   * The webhook of a change: when the payment opens with its outcome known or in time, or its
   * challenge ends.
   */
  #deliveryFor(
    before: bank.SandboxPayment | undefined,
    after: bank.SandboxPayment,
  ): SandboxDelivery | undefined {
    const { webhooks = 0, opensAs } = scenarioOf(after.token)
    const tells = opensAs === 'CHALLENGE' ? before?.status === 'CHALLENGE' : !before
    if (webhooks === 0 || !tells) return undefined
    const nowMs = this.#ports.clock.nowMs()
    return {
      deliveryId: this.#name('whd'),
      paymentId: after.paymentId,
      createdAtMs: nowMs,
      dueAtMs: after.settlesAtMs || nowMs,
      failures: 0,
      remaining: webhooks,
    }
  }

  #report(payment: bank.SandboxPayment): Report {
    const current = bank.atTime(payment, this.#ports.clock.nowMs())
    return bank.reportOf(current, this.#config.challengeUrl)
  }

  #name(prefix: string): string {
    return `${prefix}_${Buffer.from(this.#ports.random.bytes(16)).toString('hex')}`
  }
}

const CHALLENGE_REFUSED = 'challenge_refused'

/**
 * Test tokens are public; anything else may be a real card's token sent by mistake, and is not
 * kept.
 */
function nameOfToken(token: string): string {
  return isTestToken(token) ? token : `sha256:${createHash('sha256').update(token).digest('hex')}`
}

/** Nothing is to be changed by a repeat. A payment that was fenced off has no terms to compare. */
function requireSame(known: bank.SandboxPayment, call: AuthorizeCall): bank.SandboxPayment {
  if (known.token === '') return known
  const same =
    known.token === nameOfToken(call.token) &&
    known.amountMinor === call.amountMinor &&
    known.currency === call.currency &&
    known.bookingId === call.bookingId
  if (!same) throw keyReused(call.key)
  return known
}

function requireOutcome(
  known: bank.SandboxPayment,
  outcome: ChallengeOutcome,
): bank.SandboxPayment {
  const refused = known.declineCode === CHALLENGE_REFUSED
  const approved = known.status === 'AUTHORIZED' || known.status === 'CAPTURED'
  if (outcome === 'refuse' ? refused : approved) return known
  const facts = { status: known.status }
  throw new DomainError('conflict', 'challenge_over', 'the challenge has ended otherwise', facts)
}

function challengeNotFound(challengeId: string): DomainError {
  return new DomainError('not_found', 'challenge_not_found', 'no such challenge', {
    challenge_id: challengeId,
  })
}

function notKnown(paymentId: PaymentId): DomainError {
  return new DomainError('not_found', 'provider_payment_not_found', 'unknown to the provider', {
    payment_id: paymentId,
  })
}
