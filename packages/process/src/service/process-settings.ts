import {
  DomainError,
  duration,
  type Environment,
  readSettings,
  type SettingValues,
  textUpTo,
  wholeNumber,
} from '@usher/kernel'
import { type LogLevel, logLevels } from '@usher/telemetry'

const PORT_MAX = 65_535
const port = wholeNumber({ min: 0, max: PORT_MAX })
const file = textUpTo(4096)

/** What every service can be told as a process, beside its own settings. */
export const processSettings = {
  host: {
    name: 'USHER_HOST',
    default: '0.0.0.0',
    parse: textUpTo(255),
    description: 'the address to listen on',
  },
  port: {
    name: 'USHER_PORT',
    default: 8080,
    parse: port,
    description: 'where the service is called: gRPC, REST for the gateway; 0 takes any free port',
  },
  httpPort: {
    name: 'USHER_HTTP_PORT',
    default: 8081,
    parse: port,
    description: 'where /health, /ready and /metrics are; 0 takes any free port',
  },
  publicUrl: {
    name: 'USHER_PUBLIC_URL',
    default: '',
    parse: textUpTo(2048),
    description: 'where buyers reach the platform, such as https://tickets.example.org',
  },
  logLevel: {
    name: 'USHER_LOG_LEVEL',
    default: 'info',
    parse: logLevel,
    description: `what is logged: ${logLevels.join(', ')}`,
  },
  drainMs: {
    name: 'USHER_DRAIN',
    default: 5000,
    parse: duration({ min: '0ms', max: '5m' }),
    description: 'time between saying not ready and closing, in which balancers look elsewhere',
  },
  closeMs: {
    name: 'USHER_CLOSE',
    default: 20_000,
    parse: duration({ min: '0ms', max: '10m' }),
    description: 'time that calls in flight get to end when the process ends',
  },
  callTimeoutMs: {
    name: 'USHER_CALL_TIMEOUT',
    default: 10_000,
    parse: duration({ min: '10ms', max: '5m' }),
    description: 'how long a call to another service may take when nobody said less',
  },
  tlsCa: {
    name: 'USHER_TLS_CA',
    default: '',
    parse: file,
    description: 'PEM file of the authority whose certificates are believed; with it, mutual TLS',
  },
  tlsCert: {
    name: 'USHER_TLS_CERT',
    default: '',
    parse: file,
    description: 'PEM file of the certificate that this process shows',
  },
  tlsKey: {
    name: 'USHER_TLS_KEY',
    default: '',
    parse: file,
    description: 'PEM file of its private key',
  },
} as const

export type ProcessConfig = Omit<SettingValues<typeof processSettings>, 'logLevel'> & {
  readonly logLevel: LogLevel
}

/** Throws invalid / invalid_config with every problem. */
export function readProcessConfig(env: Environment): ProcessConfig {
  return readSettings(env, processSettings) as ProcessConfig
}

function logLevel(text: string): string {
  if (logLevels.some((level) => level === text)) return text
  throw new DomainError('invalid', 'invalid_setting', `one of ${logLevels.join(', ')}`)
}
