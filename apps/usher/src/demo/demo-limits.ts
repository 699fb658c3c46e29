import { gatewaySettings } from '@usher/api-gateway'

/** A crowd of a hundred, played by one script from one address, must get in within seconds. */
const DEMO_FACTOR = 10

/** Rate limits of a demo, as environment variables: what is set for real goes before them. */
export const demoLimits: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(gatewaySettings)
    .filter(({ name }) => name.startsWith('USHER_LIMIT_'))
    .map(({ name, default: calls }) => [name, String(Number(calls) * DEMO_FACTOR)]),
)
