import { rateLimits } from '@usher/api-gateway'

/** A crowd of a hundred, played by one script from one address, must get in within seconds. */
const DEMO_FACTOR = 10

/** Rate limits of a demo, as environment variables. */
const limits: Readonly<Record<string, string>> = Object.fromEntries(
  rateLimits.map(({ name, default: calls }) => [name, String(calls * DEMO_FACTOR)]),
)

/**
 * What a demo does differently: what is set for real goes before it. Nobody's mail is in a demo's
 * mailbox, so everybody may read it.
 */
export const demoSettings: Readonly<Record<string, string>> = { ...limits, USHER_SHOW_MAILBOX: '1' }
