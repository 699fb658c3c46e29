import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runUsher } from '../commands/run-command.fixture.ts'
import { serviceDocumentation } from './service-documentation.ts'
import { processParts, serviceNames, serviceParts } from './service-settings.ts'

const root = join(import.meta.dirname, '../../../..')

test('docs/configuration.md describes every setting as it is', () => {
  const path = join(root, 'docs/configuration.md')
  const [, described] = readFileSync(path, 'utf8').split('<!-- settings -->\n')
  assert.equal(
    described,
    serviceDocumentation(),
    'node apps/usher/src/doctor/service-documentation.ts writes it anew',
  )
})

test('each service is listed with exactly what its main.ts reads', () => {
  const always = new Set(processParts.map(({ read }) => read.name))
  for (const name of readdirSync(join(root, 'services'))) {
    const main = join(root, 'services', name, 'src/main.ts')
    if (!existsSync(main)) continue
    const service = serviceNames.find((each) => each === name)
    assert.ok(service, `${name} is missing in service-settings.ts`)
    const text = readFileSync(main, 'utf8')
    const named = text.matchAll(/\bread(?:[A-Z]\w*)?(?:Config|Settings)\b/g)
    const found = new Set([...named].map(([reader]) => reader))
    const read = [...found].filter((reader) => !always.has(reader)).sort()
    const listed = serviceParts[service].map((part) => part.read.name).sort()
    assert.deepEqual(listed, read, `${name} in apps/usher/src/doctor/service-settings.ts`)
  }
})

test('a service is told everything that keeps it from starting, and no secret', async () => {
  const env = {
    USHER_PORT: 'high',
    USHER_OTLP_ENDPOINT: 'pa55word',
    USHER_MYSQL_POOL: 'pa55word',
    USHER_MYSQL_URL: 'mysql://usher:pa55word@mysql/x',
    USHER_AUTH_HASH_QUEUE: '-1',
    USHER_MYSQL_POOOL: '3',
    USHER_TLS_CA: '/nowhere',
  }
  const { code, out } = await runUsher(['doctor', '--service', 'auth'], env)
  assert.equal(code, 1)
  assert.doesNotMatch(out, /pa55word/)
  for (const name of ['USHER_PORT', 'OTLP_ENDPOINT', 'MYSQL_POOL', 'AUTH_HASH_QUEUE']) {
    assert.match(out, new RegExp(`FAIL.*${name}.* must be `))
  }
  assert.match(out, /warn.*USHER_MYSQL_POOOL[^]*did you mean USHER_MYSQL_POOL\?/)
})

test('certificates that will not do are found before the service starts', async () => {
  const { code, out } = await runUsher(['doctor', '--service', 'auth'], { USHER_TLS_CA: '/x' })
  assert.equal(code, 1)
  assert.match(
    out,
    /FAIL +certificates +USHER_TLS_CA, USHER_TLS_CERT and USHER_TLS_KEY go together/,
  )
})

test('a service that can start is told so, and one that does not exist is not guessed', async () => {
  // A store that cannot be asked is no reason to complain.
  const env = { USHER_DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' }
  const ready = await runUsher(['doctor', '--service', 'booking', '--json'], env)
  assert.equal(ready.code, 0)
  assert.deepEqual(JSON.parse(ready.out).checks.at(-1).status, 'ok')
  const unknown = await runUsher(['doctor', '--service', 'bookings'], {})
  assert.equal(unknown.code, 2)
  assert.match(unknown.said, /booking/)
})
