import { createHmac, timingSafeEqual } from 'node:crypto'
import { invalidSignature } from '../../domain/errors.ts'
import type { WebhookHeaders } from '../../ports/payment-provider.ts'

export const SIGNATURE_HEADER = 'usher-signature'
/**
 * How far apart the clocks of sender and receiver may be, and how late a captured message may be
 * replayed.
 */
export const TOLERANCE_SECONDS = 300
/** A header may carry several signatures while a secret is rotated; more is no rotation. */
const SIGNATURES_MAX = 5

/**
 * The header of a body that is sent at `nowMs`: `t=<unix seconds>,v1=<hex HMAC-SHA256 of
 * "t.body">`.
 */
export function signWebhook(rawBody: Uint8Array, secret: string, nowMs: number): string {
  const time = String(Math.floor(nowMs / 1000))
  return `t=${time},v1=${digest(rawBody, secret, time).toString('hex')}`
}

/**
 * Throws unauthenticated / invalid_signature unless one of `secrets` signed this body within the
 * tolerance.
 */
export function verifyWebhook(
  { secrets, nowMs }: { secrets: readonly string[]; nowMs: number },
  rawBody: Uint8Array,
  headers: WebhookHeaders,
): void {
  const { time, signatures } = parseHeader(headers[SIGNATURE_HEADER] ?? '')
  if (Math.abs(nowMs / 1000 - Number(time)) > TOLERANCE_SECONDS) throw invalidSignature()
  const matches = secrets.some((secret) => {
    const expected = digest(rawBody, secret, time)
    return signatures.some((signature) => timingSafeEqual(expected, signature))
  })
  if (!matches) throw invalidSignature()
}

function parseHeader(header: string) {
  const parts = header.split(',', SIGNATURES_MAX + 1)
  const time = parts.find((part) => part.startsWith('t='))?.slice(2) ?? ''
  const signatures = parts
    .filter((part) => /^v1=[0-9a-f]{64}$/.test(part))
    .map((part) => Buffer.from(part.slice(3), 'hex'))
  if (!/^\d{1,12}$/.test(time)) throw invalidSignature()
  return { time, signatures }
}

function digest(rawBody: Uint8Array, secret: string, time: string): Buffer {
  return createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest()
}
