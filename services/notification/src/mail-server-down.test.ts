import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simpleParser } from 'mailparser'
import { smtpMailer } from './adapters/smtp/smtp-mailer.ts'
import { mailServerUnavailable } from './domain/errors.ts'
import { mailServer } from './testing/mail-server.fixture.ts'
import { bookingIn, listMailer, openNotification } from './testing/open-notification.fixture.ts'
import { sampleSender } from './testing/sample-mails.fixture.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

test('a mail server that is down for an hour gets every mail once afterwards', async () => {
  const server = await mailServer()
  const options = { url: server.url(), from: sampleSender, connections: 4, requireTls: false }
  const mailer = smtpMailer(options)
  const world = openNotification({ mailer })
  try {
    await tell(world, 1, 5)
    await world.run('deliver')
    assert.equal(server.taken.length, 5)
    await server.down()
    for (let minute = 0; minute < 60; minute++) {
      if (minute < 15) await tell(world, 10 + minute, 10 + minute)
      await world.run('deliver')
      await world.clock.advance(MINUTE_MS)
    }
    assert.equal(server.taken.length, 5)
    await server.up()
    for (let second = 0; second < 120; second++) {
      await world.run('deliver')
      await world.clock.advance(SECOND_MS)
    }
    const parsed = await Promise.all(server.taken.map((raw) => simpleParser(Buffer.from(raw))))
    assert.equal(parsed.length, 20)
    assert.equal(new Set(parsed.map(({ messageId }) => messageId)).size, 20)
    assert.ok(parsed.every(({ attachments }) => attachments.length === 2))
    assert.equal((await world.store.backlog()).count, 0)
  } finally {
    await mailer.close()
    await server.down()
  }
})

test('while a server is down it is asked about once a minute, however many mails wait', async () => {
  const mailer = listMailer()
  const world = openNotification({ mailer })
  let attempts = 0
  mailer.failure = () => {
    attempts += 1
    return mailServerUnavailable('connection refused')
  }
  await tell(world, 1, 1000)
  await forAnHour(world)
  assert.ok(attempts < 80, `${attempts} attempts`)
  mailer.failure = () => undefined
  for (let second = 0; second < 130; second++) await deliverForASecond(world)
  assert.equal(mailer.mails.length, 1000)
  assert.equal(new Set(mailer.mails.map(({ messageId }) => messageId)).size, 1000)
})

test('a mail that always ends the connection does not keep the others waiting', async () => {
  const mailer = listMailer()
  const world = openNotification({ mailer })
  const poison = bookingIn(world.sales, 0)
  mailer.failure = ({ messageId }) =>
    messageId.includes(poison) ? mailServerUnavailable('connection closed') : undefined
  await world.confirmed(poison)
  await tell(world, 1, 100)
  for (let second = 0; second < 10; second++) await deliverForASecond(world)
  assert.equal(mailer.mails.length, 100)
  await forAnHour(world)
  // With nobody else to ask, it looks as if the server were down.
  await tell(world, 101, 101)
  for (let second = 0; second < 130; second++) await deliverForASecond(world)
  assert.equal(mailer.mails.length, 101)
})

type World = ReturnType<typeof openNotification>

async function tell(world: World, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number++) {
    await world.confirmed(bookingIn(world.sales, number))
  }
}

async function forAnHour(world: World): Promise<void> {
  for (let ms = 0; ms < HOUR_MS; ms += 5 * SECOND_MS) {
    await world.run('deliver')
    await world.clock.advance(5 * SECOND_MS)
  }
}

async function deliverForASecond(world: World): Promise<void> {
  await world.run('deliver')
  await world.clock.advance(SECOND_MS)
}
