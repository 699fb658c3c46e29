import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { createServer } from 'node:tls'
import { realServer } from '@usher/testing'
import { openAuthority, type TlsVariables } from '@usher/testing/certificates'
import { ensureTopics } from './ensure-topics.ts'
import { readKafkaConfig } from './kafka-settings.ts'
import { openKafka } from './open-kafka.ts'

// The handshake alone: no broker is needed to show a certificate.

const plain = realServer('USHER_KAFKA_BROKERS')
const folder = mkdtempSync(join(tmpdir(), 'usher-kafka-tls-'))
after(() => rmSync(folder, { recursive: true }))
const ours = openAuthority(folder, 'ours')

test('a broker whose certificate has expired is away until it is renewed', async (t) => {
  const port = await showing(t, ours.issue('expired', { days: 0 }))
  await assert.rejects(meet(`127.0.0.1:${port}`), {
    code: 'kafka_unavailable',
    message: 'Kafka cannot be used: the certificate of a broker is out of date; renew it',
  })
})

test('a broker that is called by another name than its certificate has is named', async (t) => {
  const port = await showing(t, ours.issue('broker', { names: 'DNS:kafka-0.kafka' }))
  await assert.rejects(meet(`127.0.0.1:${port}`), {
    code: 'kafka_misconfigured',
    message: /for another name; USHER_KAFKA_BROKERS/,
  })
})

test('encryption that the port does not speak is named', plain.options, async () => {
  await assert.rejects(meet(plain.address), {
    code: 'kafka_misconfigured',
    message: /does not speak TLS .* USHER_KAFKA_TLS=no/,
  })
})

function meet(brokers: string): Promise<void> {
  const tls = { USHER_KAFKA_TLS: 'yes', USHER_KAFKA_TLS_CA: ours.file }
  const env = { USHER_KAFKA_BROKERS: brokers, ...tls }
  return ensureTopics(openKafka(readKafkaConfig(env)))
}

/** Answers the port of a server that shows this certificate. */
async function showing(t: TestContext, files: TlsVariables): Promise<number> {
  const cert = readFileSync(files.USHER_TLS_CERT)
  const server = createServer({ cert, key: readFileSync(files.USHER_TLS_KEY) })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}
