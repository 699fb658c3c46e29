import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMailSettings, readNotificationConfig } from './config.ts'

test('nothing set keeps mail on disk and reminds three minutes before', () => {
  assert.deepEqual(readNotificationConfig({}), { remindMinutes: 3, concurrency: 4 })
  const { smtpUrl, from, mailboxKeep } = readMailSettings({})
  assert.deepEqual([smtpUrl, from.address, mailboxKeep], ['', 'tickets@usher.invalid', 10_000])
})

test('a sender is an address, with a name or without', () => {
  const from = (text: string) => readMailSettings({ USHER_MAIL_FROM: text }).from
  assert.deepEqual(from('a@example.org'), { name: '', address: 'a@example.org' })
  const named = { name: 'City Hall, box office', address: 'a@example.org' }
  assert.deepEqual(from('City Hall, box office <a@example.org>'), named)
  assert.deepEqual(from('"City Hall, box office" <a@example.org>'), named)
  for (const bad of ['nobody', 'a@b@c', '<a@x', 'a@x>', 'X <a@x', 'a@x\r\nBcc: b@x']) {
    assert.throws(() => from(bad), { code: 'invalid_config' }, bad)
  }
})

test('a mail server needs a sender, and an address that is one', () => {
  assert.throws(() => readMailSettings({ USHER_SMTP_URL: 'smtp://mail.example.org' }), {
    code: 'invalid_config',
    message: /USHER_MAIL_FROM must be set/,
  })
  assert.throws(() => readMailSettings({ USHER_SMTP_URL: 'https://example.org' }), {
    code: 'invalid_config',
  })
  const env = { USHER_SMTP_URL: 'smtps://u:p@mail.example.org', USHER_MAIL_FROM: 'a@example.org' }
  assert.equal(readMailSettings(env).smtpUrl, env.USHER_SMTP_URL)
})
