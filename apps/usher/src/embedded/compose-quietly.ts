import { threadsSeatMapReader } from '@usher/inventory/adapters/threads/seat-map-reader'
import { systemClock, systemRandom } from '@usher/kernel'
import type { Tables } from '@usher/stores'
import { noMetrics, silentLogger } from '@usher/telemetry'
import { composeEmbedded, type Embedded } from './compose-embedded.ts'
import type { EmbeddedConfig } from './settings.ts'

/** The services for a command that works on a data directory itself: nothing is served, no log. */
export function composeQuietly(tables: Tables, config: EmbeddedConfig): Promise<Embedded> {
  return composeEmbedded({
    tables,
    config,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    metrics: noMetrics,
    seatMapReader: threadsSeatMapReader(systemClock),
  })
}
