import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailerContract } from '../../ports/mailer.contract.ts'
import { type MailServer, mailServer } from '../../testing/mail-server.fixture.ts'
import { sampleMail, sampleSender } from '../../testing/sample-mails.fixture.ts'
import { smtpMailer } from './smtp-mailer.ts'

mailerContract('a mail server', async () => {
  const server = await mailServer()
  const mailer = mailerOf(server)
  return {
    mailer,
    taken: async () => server.taken,
    breakDown: server.down,
    repair: server.up,
    async close() {
      await mailer.close()
      await server.down()
    },
  }
})

const answers = [
  { code: 550, text: 'no such user', expected: { kind: 'invalid', code: 'mail_refused' } },
  { code: 451, text: 'greylisted', expected: { kind: 'unavailable', code: 'mail_deferred' } },
  { code: 421, text: 'closing', expected: { code: 'mail_server_unavailable' } },
]

for (const { code, text, expected } of answers) {
  test(`a recipient answered with ${code} is ${expected.code}`, async () => {
    const server = await mailServer()
    const mailer = mailerOf(server)
    try {
      server.refusal = () => ({ code, text })
      await assert.rejects(mailer.send(sampleMail()), expected)
      server.refusal = () => undefined
      await mailer.send(sampleMail())
      assert.equal(server.taken.length, 1)
    } finally {
      await mailer.close()
      await server.down()
    }
  })
}

test('where TLS is required, a server without it is given nothing', async () => {
  const server = await mailServer()
  const mailer = smtpMailer({ ...options(server), requireTls: true })
  try {
    await assert.rejects(mailer.send(sampleMail()), { code: 'mail_server_unavailable' })
    assert.equal(server.taken.length, 0)
  } finally {
    await mailer.close()
    await server.down()
  }
})

function mailerOf(server: MailServer) {
  return smtpMailer(options(server))
}

function options(server: MailServer) {
  return { url: server.url(), from: sampleSender, connections: 4, requireTls: false }
}
