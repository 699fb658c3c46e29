import type { Logger } from '../logger.ts'
import type { TraceConfig } from './trace-settings.ts'
import type { Traces } from './traces.ts'

/** What the SDK is loaded for; without an endpoint it is not, and calls cost nothing more. */
export async function openTraces(
  config: TraceConfig,
  needs: { readonly name: string; readonly logger: Logger },
): Promise<Traces | undefined> {
  if (config.endpoint === '') return undefined
  const { otlpTraces } = await import('./otlp-traces.ts')
  return otlpTraces(config, needs)
}
