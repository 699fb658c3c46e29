import { ExportResultCode } from '@opentelemetry/core'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from '../logger.ts'

// Reached <-> away, by how the last batch went.

/** Logs when the collector goes away and when it is back, not each batch that was lost. */
export function tellingExporter(exporter: SpanExporter, logger: Logger): SpanExporter {
  let away = false
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.code !== ExportResultCode.SUCCESS
        if (failed && !away)
          logger.warn({ err: result.error }, 'traces cannot be sent and are lost')
        if (!failed && away) logger.info('traces are sent again')
        away = failed
        done(result)
      })
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }
}
