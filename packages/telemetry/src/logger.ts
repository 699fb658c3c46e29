import pino from 'pino'

/**
 * Structured logs. First what belongs to the line, then a sentence: `logger.info({ event_id }, 'the
 * sale is open')`.
 */
export type Logger = pino.Logger

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LoggerOptions {
  readonly level: LogLevel
  /** Who writes: `usher`, or a service's name. */
  readonly name: string
  /** Where lines go instead of standard error; for tests. */
  readonly destination?: { write(line: string): void }
}

const secrets = [
  'authorization',
  'cookie',
  'password',
  'token',
  'access_token',
  'refresh_token',
  'credential',
  'secret',
  'stripe-signature',
]
/** pino looks at exact depths only: a secret is found down to `req.headers.authorization`. */
const redactedPaths = secrets
  .map((secret) => `["${secret}"]`)
  .flatMap((secret) => [secret, `*${secret}`, `*.*${secret}`])

const STANDARD_ERROR = 2

/**
 * A logger that writes one JSON document a line to standard error, because standard output belongs
 * to results. Writes are synchronous: what was logged before a crash is on record, and nothing is
 * logged for each request.
 */
export function createLogger({ level, name, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      name,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[redacted]' },
    },
    destination ?? pino.destination({ dest: STANDARD_ERROR, sync: true }),
  )
}

/** Says nothing; for tests. */
export const silentLogger: Logger = pino({ level: 'silent' })
