import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { realServer } from '@usher/testing'
import type { Variables } from '../command/usher-command.ts'

const services = join(import.meta.dirname, '../../../services')
const CANNOT_START = 3
const ENDS_WITHIN_MS = 60_000

const mysql = realServer('USHER_MYSQL_URL')
const dynamodb = realServer('USHER_DYNAMODB_ENDPOINT')
const kafka = realServer('USHER_KAFKA_BROKERS')

refuses('auth', 'a database that is not there', {
  env: { USHER_MYSQL_URL: 'mysql://usher:usher@127.0.0.1:1/ticketing_main' },
  said: /USHER_MYSQL_URL: the server does not answer: .*127\.0\.0\.1:1$/,
})
refuses('auth', 'a database of another name', {
  from: mysql,
  env: { USHER_MYSQL_URL: mysql.address.replace(/[^/]*$/, 'elsewhere') },
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
  said: /no table nowhere-payments; make it with deploy\/terraform, or set .*CREATE_TABLES=yes/,
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
  const main = join(services, service, 'src/main.ts')
  const own = { PATH: process.env['PATH'] ?? '', USHER_PORT: '0', USHER_HTTP_PORT: '0', ...env }
  execFile(process.execPath, [main], { env: own, timeout: ENDS_WITHIN_MS }, (error, _out, said) =>
    resolve({ code: error?.code, line: said.trimEnd() }),
  )
  return promise
}
