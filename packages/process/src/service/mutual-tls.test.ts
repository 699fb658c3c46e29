import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { PaymentService } from '@usher/contracts'
import { systemClock } from '@usher/kernel'
import { remoteClient } from '@usher/rpc/grpc/remote-client'
import { openAuthority, type TlsVariables } from '@usher/testing/certificates'
import { runTiny, startTiny } from './tiny-process.fixture.ts'
import { tlsFiles } from './tls-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'usher-tls-'))
after(() => rmSync(folder, { recursive: true }))
const ours = openAuthority(folder, 'ours')
const theirs = openAuthority(folder, 'theirs')
const server = ours.issue('server')
const client = ours.issue('client')
const stranger = theirs.issue('stranger')
const unavailable = { kind: 'unavailable', code: 'service_unavailable' }
const nowMs = systemClock.nowMs()
const dayMs = 24 * 60 * 60 * 1000

test('both sides take whom their authority has signed, and nobody else', async (t) => {
  const { main } = await openTiny(t, server)
  const { payment } = await ask(t, main, client)
  assert.equal(payment?.paymentId, 'p')
  await assert.rejects(ask(t, main, stranger), unavailable)
  await assert.rejects(
    ask(t, main, { ...client, USHER_TLS_CA: stranger.USHER_TLS_CA }),
    unavailable,
  )
  const ownCert = { ...stranger, USHER_TLS_CA: server.USHER_TLS_CA }
  await assert.rejects(ask(t, main, ownCert), unavailable)
  await assert.rejects(ask(t, main), unavailable)
})

test('a certificate that has expired is named at start', async () => {
  const expired = ours.issue('expired', { days: 0 })
  const { code, said } = await runTiny(expired)
  assert.equal(code, 3, said)
  assert.match(said, /^usher tiny: .*expired\.pem has expired on .*; renew it$/)
})

test('each file that will not do is named, and what is wrong with it', () => {
  const noCert = join(folder, 'empty.pem')
  writeFileSync(noCert, 'nothing')
  const cases: [Partial<TlsVariables>, number, RegExp][] = [
    [{ USHER_TLS_KEY: '' }, nowMs, /USHER_TLS_CA, USHER_TLS_CERT and USHER_TLS_KEY go together/],
    [{ USHER_TLS_CA: join(folder, 'none') }, nowMs, /none cannot be read: ENOENT/],
    [{ USHER_TLS_CERT: noCert }, nowMs, /empty\.pem holds no certificate/],
    [{ USHER_TLS_CA: noCert }, nowMs, /empty\.pem holds no certificate/],
    [{ USHER_TLS_KEY: noCert }, nowMs, /empty\.pem holds no private key/],
    [{ USHER_TLS_KEY: client.USHER_TLS_KEY }, nowMs, /client\.key is not the key of .*server\.pem/],
    [{ USHER_TLS_CA: stranger.USHER_TLS_CA }, nowMs, /server\.pem is not signed by .*theirs\.pem/],
    [{}, nowMs + 1.5 * dayMs, /server\.pem has expired on/],
    [{}, nowMs + 3 * dayMs, /ours\.pem has expired on/],
    [{}, nowMs - dayMs, /ours\.pem is not valid before/],
  ]
  for (const [changed, atMs, message] of cases) {
    const given = filesOf({ ...server, ...changed })
    assert.throws(() => tlsFiles(given, atMs), { code: 'invalid_tls', message })
  }
  assert.equal(tlsFiles({ tlsCa: '', tlsCert: '', tlsKey: '' }, nowMs), undefined)
})

function filesOf(variables: TlsVariables) {
  const { USHER_TLS_CA: tlsCa, USHER_TLS_CERT: tlsCert, USHER_TLS_KEY: tlsKey } = variables
  return { tlsCa, tlsCert, tlsKey }
}

async function openTiny(t: TestContext, variables: TlsVariables) {
  const tiny = await startTiny(variables)
  t.after(() => tiny.kill())
  return tiny
}

/** Reads the files without a look at them: whoever calls may be up to no good. */
async function ask(t: TestContext, address: string, variables?: TlsVariables) {
  const tls = variables && {
    ca: readFileSync(variables.USHER_TLS_CA),
    cert: readFileSync(variables.USHER_TLS_CERT),
    key: readFileSync(variables.USHER_TLS_KEY),
  }
  const remote = remoteClient(PaymentService, {
    address,
    clock: systemClock,
    timeoutMs: 60_000,
    ...(tls && { tls }),
  })
  t.after(() => remote.close())
  return remote.client.getPayment({ paymentId: 'p' })
}
