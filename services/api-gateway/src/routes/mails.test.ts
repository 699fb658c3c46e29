import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { MAIL } from '../testing/fake-notification.ts'
import { openGateway } from '../testing/open-gateway.fixture.ts'

const { gateway, call } = openGateway()
after(() => gateway.close())

test('mails are listed without their bodies, for one address or all', async () => {
  const { data, next_cursor } = (await call({ url: '/v1/mails?to=ada@example.org' })).json()
  assert.deepEqual(data, [
    {
      mail_id: MAIL,
      to: 'ada@example.org',
      subject: 'Nabucco',
      sent_at: '1970-01-01T00:00:01.000Z',
    },
  ])
  assert.equal(next_cursor, 'more')
})

test('a mail is read as text, as it was sent, and as a page where nothing runs', async () => {
  assert.equal((await call({ url: `/v1/mails/${MAIL}` })).json().text, 'Nabucco')
  const raw = await call({ url: `/v1/mails/${MAIL}/raw` })
  assert.equal(raw.headers['content-type'], 'message/rfc822')
  assert.match(raw.body, /^Subject: Nabucco\r\n/)
  const page = await call({ url: `/v1/mails/${MAIL}/html` })
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
  assert.match(String(page.headers['content-security-policy']), /^sandbox; default-src 'none'/)
})

test('what is not there is 404', async () => {
  assert.equal((await call({ url: '/v1/mails/mail-9' })).json().code, 'mail_not_found')
  assert.equal((await call({ url: '/v1/mails/mail-2/html' })).json().code, 'html_not_found')
  assert.equal((await call({ url: '/v1/mails/..%2f..%2fetc' })).statusCode, 400)
})

test('outside a demo there is no mailbox, not even in the description', async () => {
  const closed = openGateway({ config: { mailbox: false } })
  for (const path of ['', `/${MAIL}`, `/${MAIL}/raw`, `/${MAIL}/html`]) {
    const answer = await closed.call({ url: `/v1/mails${path}`, as: 'admin' })
    assert.equal(answer.json().code, 'no_such_route', path)
  }
  const { paths } = (await closed.call({ url: '/openapi.json' })).json()
  assert.deepEqual(
    Object.keys(paths).filter((path) => path.startsWith('/v1/mails')),
    [],
  )
  await closed.gateway.close()
})
