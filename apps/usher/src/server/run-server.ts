import { type Clock, DomainError, systemClock, systemRandom } from '@usher/kernel'
import { openSqliteTables, type SqliteTablesOptions, type Tables } from '@usher/stores'
import { createLogger, type Logger, type Metrics, prometheusMetrics } from '@usher/telemetry'
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts'
import type { Terminal } from '../cli/terminal.ts'
import { composeEmbedded, type Embedded } from '../embedded/compose-embedded.ts'
import { processEquipment } from '../embedded/equipment.ts'
import { type EmbeddedConfig, logLevelOf, readEmbeddedConfig } from '../embedded/settings.ts'
import { type StopReason, StopSignal } from '@usher/process'
import { storeTelemetry } from './store-telemetry.ts'

export interface ServerOptions {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  /** Work on the running services before the first caller is let in. */
  readonly prepare?: (embedded: Embedded, needs: { tables: Tables; clock: Clock }) => Promise<void>
  /** Called when the server answers at `url`. */
  readonly onReady: (url: string) => void
}

/** What may still run after the answers in flight have ended: jobs and the last commits. */
const LAST_WORK_MS = 5000

/**
 * Runs Usher until it is told to stop. Ends with an exit code; never leaves a process that cannot
 * sell running.
 */
export async function runServer(options: ServerOptions): Promise<ExitCode> {
  const config = readEmbeddedConfig(options.env)
  const logger = createLogger({ level: logLevelOf(config), name: 'usher' })
  const stop = new StopSignal()
  const metrics = prometheusMetrics({ withProcessMetrics: true })
  const tables = await openTables(options.dataDir, {
    onFailure: (error) => stop.fault(error),
    onCommit: storeTelemetry(metrics),
  })
  const embedded = await compose({ options, tables, logger, metrics, config }).catch(
    async (error: unknown) => {
      // Nothing else would end the thread that has the tables open.
      await tables.close()
      throw error
    },
  )
  try {
    await options.prepare?.(embedded, { tables, clock: systemClock })
    const url = await listen(embedded, options)
    embedded.start()
    options.onReady(url)
  } catch (error) {
    await end(embedded, tables)
    throw error
  }
  const reason = await stop.reason
  return finish(reason, { embedded, tables, config, logger })
}

interface Composing {
  readonly options: ServerOptions
  readonly tables: Tables
  readonly logger: Logger
  readonly metrics: Metrics
  readonly config: EmbeddedConfig
}

async function compose({ options, ...needs }: Composing): Promise<Embedded> {
  const clock = systemClock
  const equipment = await processEquipment({ ...options, clock, config: needs.config })
  return composeEmbedded({ ...needs, ...equipment, clock, random: systemRandom })
}

/** Opens the store; says what to do when the directory cannot be used. */
export async function openTables(
  directory: string,
  listeners: Pick<SqliteTablesOptions, 'onFailure' | 'onCommit'> = {},
): Promise<Tables> {
  try {
    return await openSqliteTables({ directory, ...listeners })
  } catch (error) {
    if (error instanceof DomainError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const message = `the data directory ${directory} cannot be used: ${reason}`
    throw new DomainError('unavailable', 'data_dir_unusable', message, { directory }, error)
  }
}

async function listen(embedded: Embedded, { host, port }: ServerOptions): Promise<string> {
  try {
    await embedded.gateway.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      const hint = `port ${port} of ${host} is in use; choose another with --port, or 0 for any`
      throw new DomainError('unavailable', 'port_in_use', hint, { host, port }, error)
    }
    const text = `cannot listen on port ${port} of ${host}: ${message}`
    throw new DomainError('unavailable', 'cannot_listen', text, { host, port }, error)
  }
  const address = embedded.gateway.app.server.address()
  const actualPort = typeof address === 'object' && address !== null ? address.port : port
  const url = `http://${urlHost(host)}:${actualPort}`
  embedded.listensAt(url)
  return url
}

/** A wildcard address is nowhere to go to; IPv6 is bracketed in addresses. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

interface Running {
  readonly embedded: Embedded
  readonly tables: Tables
  readonly config: EmbeddedConfig
  readonly logger: Logger
}

async function finish(
  reason: StopReason,
  { embedded, tables, config, logger }: Running,
): Promise<ExitCode> {
  if (reason.kind === 'fault') {
    logger.fatal(
      { err: reason.error },
      'stopped by a fault; start again, nothing acknowledged is lost',
    )
  } else {
    logger.info({ by: reason.by }, 'stopping')
  }
  // Stays set: whatever keeps the process from ending by itself has until then.
  const deadlineMs = config.gateway.closeDeadlineMs + LAST_WORK_MS
  const breakOff = () => {
    logger.fatal({ afterMs: deadlineMs }, 'did not end in time; ended as a crash would')
    process.exit(exitCodes.fault)
  }
  setTimeout(breakOff, deadlineMs).unref()
  await end(embedded, tables)
  return reason.kind === 'fault' ? exitCodes.fault : exitCodes.ok
}

async function end(embedded: Embedded, tables: Tables): Promise<void> {
  await embedded.stop()
  await tables.close()
}
