import {
  duration,
  type Environment,
  readSettings,
  type SettingValues,
  textUpTo,
  wholeNumber,
} from '@usher/kernel'

export const mysqlSettings = {
  url: {
    name: 'USHER_MYSQL_URL',
    default: 'mysql://usher:usher@mysql:3306/ticketing_main',
    parse: textUpTo(4096),
    description: 'the MySQL database: mysql://user:password@host:port/database',
  },
  poolSize: {
    name: 'USHER_MYSQL_POOL',
    default: 10,
    parse: wholeNumber({ min: 1, max: 1000 }),
    description: 'connections to MySQL of one process',
  },
  timeoutMs: {
    name: 'USHER_MYSQL_TIMEOUT',
    default: 5000,
    parse: duration({ min: '10ms', max: '5m' }),
    description: 'how long connecting to MySQL may take, and one statement',
  },
} as const

export type MysqlConfig = SettingValues<typeof mysqlSettings>

export function readMysqlConfig(env: Environment): MysqlConfig {
  return readSettings(env, mysqlSettings)
}
