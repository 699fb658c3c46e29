import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { test } from 'node:test'
import { realServer } from '@usher/testing'
import type { Variables } from '../command/usher-command.ts'
import { until } from '../e2e/until.ts'

const services = join(import.meta.dirname, '../../../services')
const atFreePorts = { USHER_HOST: '127.0.0.1', USHER_PORT: '0', USHER_HTTP_PORT: '0' }
const CANNOT_START = 3
const ENDS_WITHIN_MS = 180_000

const mysql = realServer('USHER_MYSQL_URL')
const dynamodb = realServer('USHER_DYNAMODB_ENDPOINT')
const kafka = realServer('USHER_KAFKA_BROKERS')

refuses('auth', 'a database that is not there', {
  env: { USHER_MYSQL_URL: 'mysql://usher:usher@127.0.0.1:1/ticketing_main' },
  said: /USHER_MYSQL_URL: the server does not answer: .*127\.0\.0\.1:1$/,
})
refuses('auth', 'a database of another name', {
  from: mysql,
  env: {
    USHER_MYSQL_URL: mysql.address.replace(/[^/]*$/, 'elsewhere'),
    USHER_MYSQL_TIMEOUT: '60s',
  },
  said: /USHER_MYSQL_URL: the server refuses: Unknown database 'elsewhere'$/,
})
refuses('payment', 'a seat store that is not there', {
  env: { USHER_DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' },
  said: /DynamoDB cannot be reached: .*127\.0\.0\.1:1$/,
})
refuses('payment', 'a missing table', {
  from: dynamodb,
  env: {
    USHER_DYNAMODB_ENDPOINT: dynamodb.address,
    USHER_DYNAMODB_TABLE_PREFIX: 'nowhere-',
  },
  said: /no table nowhere-payments; set .*CREATE_TABLES=yes to have it made/,
})
refuses('cdc', 'missing topics', {
  from: kafka,
  env: { USHER_KAFKA_BROKERS: kafka.address, USHER_KAFKA_TOPIC_PREFIX: 'nowhere.' },
  said: /lacks the topics nowhere\.seat\.status\.changed \(10 partitions\), .*CREATE_TOPICS=yes/,
})
refuses('api-gateway', 'settings that are none', {
  env: { USHER_PORT: 'high', USHER_REDIS_URL: 'somewhere', USHER_LIMIT_READS_PER_USER: 'few' },
  said: /USHER_PORT must .*USHER_LIMIT_READS_PER_USER must /,
})

test('search without its servers starts, and says that it is not ready', async (t) => {
  const away = { USHER_KAFKA_BROKERS: '127.0.0.1:1', USHER_ELASTICSEARCH_URL: 'http://127.0.0.1:1' }
  const child = spawn(process.execPath, [mainOf('search')], {
    env: { ...atFreePorts, ...away },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  t.after(() => child.kill('SIGKILL'))
  const url = await servedBy(child.stderr)
  assert.equal((await fetch(`${url}/health`)).status, 200)
  await until('it is not ready', async () => (await fetch(`${url}/ready`)).status === 503)
})

/** Where health and readiness are, by the line that says that it serves. */
async function servedBy(log: Readable): Promise<string> {
  for await (const line of createInterface({ input: log })) {
    const { msg, http } = JSON.parse(line) as { readonly msg: string; readonly http: string }
    if (msg === 'serving') return http
  }
  throw new Error('it ended before it served')
}

interface BadStart {
  /** The server that it needs to be wrong about. */
  readonly from?: ReturnType<typeof realServer>
  readonly env: Variables
  readonly said: RegExp
}

/** It ends at once, and says in one line what is wrong and what to look at. */
function refuses(service: string, what: string, { from, env, said }: BadStart): void {
  test(`${service} says at start: ${what}`, from?.options ?? {}, async () => {
    const { code, line } = await started(service, env)
    assert.equal(code, CANNOT_START, line)
    assert.match(line, said)
    assert.ok(line.startsWith(`usher ${service}: `), line)
    assert.equal(line.split('\n').length, 1, line)
  })
}

function started(service: string, env: Variables): Promise<{ code: unknown; line: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; line: string }>()
  const options = { env: { ...atFreePorts, ...env }, timeout: ENDS_WITHIN_MS }
  execFile(process.execPath, [mainOf(service)], options, (error, _out, said) =>
    resolve({ code: error?.code, line: said.trimEnd() }),
  )
  return promise
}

function mainOf(service: string): string {
  return join(services, service, 'src/main.ts')
}
