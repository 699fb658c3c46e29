import { systemClock, systemRandom } from '@usher/kernel'
import type { Tables } from '@usher/stores'
import { noMetrics, silentLogger } from '@usher/telemetry'
import { composeEmbedded, type Embedded } from './compose-embedded.ts'
import { processEquipment } from './equipment.ts'
import type { EmbeddedConfig } from './settings.ts'

export interface QuietOptions {
  readonly tables: Tables
  readonly dataDir: string
  readonly config: EmbeddedConfig
}

/** The services for a command that works on a data directory itself: nothing is served, no log. */
export async function composeQuietly({ tables, dataDir, config }: QuietOptions): Promise<Embedded> {
  return composeEmbedded({
    ...(await processEquipment({ dataDir, clock: systemClock, config })),
    tables,
    config,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    metrics: noMetrics,
  })
}
