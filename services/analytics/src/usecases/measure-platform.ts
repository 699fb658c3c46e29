import type { AnalyticsPorts } from './ports.ts'

export async function measurePlatform({ figures, telemetry }: AnalyticsPorts): Promise<void> {
  telemetry.measured(await figures.platform())
}
