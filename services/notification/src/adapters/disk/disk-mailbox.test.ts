import assert from 'node:assert/strict'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { manualClock } from '@usher/testing'
import { mailboxContract } from '../../ports/mailbox.contract.ts'
import { mailerContract } from '../../ports/mailer.contract.ts'
import { sampleMail } from '../../testing/sample-mails.fixture.ts'
import { temporaryMailbox } from '../../testing/temporary-mailbox.fixture.ts'

mailerContract('files on disk', async () => {
  const { directory, open, close } = await temporaryMailbox(manualClock())
  const mailer = await open()
  const away = `${directory}-away`
  return {
    mailer,
    async taken() {
      const names = await readdir(directory)
      return Promise.all(names.map((name) => readFile(join(directory, name))))
    },
    breakDown: () => rename(directory, away),
    repair: () => rename(away, directory),
    close,
  }
})

mailboxContract('files on disk', async () => {
  const clock = manualClock()
  const { open, close } = await temporaryMailbox(clock, 5)
  const mailbox = await open()
  const reopen = async () => {
    const reopened = await open()
    return { mailer: reopened, mailbox: reopened }
  }
  return { mailer: mailbox, mailbox, clock, reopen, close }
})

test('half a file that a crash left is removed, and its mail is sent again', async () => {
  const { directory, open, close } = await temporaryMailbox(manualClock())
  try {
    await (await open()).send(sampleMail())
    const [name = ''] = await readdir(directory)
    const raw = await readFile(join(directory, name))
    await rename(join(directory, name), join(directory, `${name}.tmp`))
    await writeFile(join(directory, `${name}.tmp`), raw.subarray(0, 100))
    const mailbox = await open()
    assert.deepEqual(await readdir(directory), [])
    await mailbox.send(sampleMail())
    assert.equal((await mailbox.list({ to: '', limit: 10 })).length, 1)
  } finally {
    await close()
  }
})

test('a mail that somebody took away is not there, and the others are', async () => {
  const clock = manualClock()
  const { directory, open, close } = await temporaryMailbox(clock)
  try {
    const mailbox = await open()
    await mailbox.send(sampleMail({ messageId: 'a@x', subject: 'A' }))
    await clock.advance(1)
    await mailbox.send(sampleMail({ messageId: 'b@x', subject: 'B' }))
    const [, first] = await mailbox.list({ to: '', limit: 10 })
    await rm(join(directory, `${first?.mailId}.eml`))
    const left = await mailbox.list({ to: '', limit: 10 })
    assert.deepEqual(
      left.map(({ subject }) => subject),
      ['B'],
    )
    assert.equal(await mailbox.open(first?.mailId ?? ''), undefined)
  } finally {
    await close()
  }
})

test('a strange file in the directory is left alone', async () => {
  const { directory, open, close } = await temporaryMailbox(manualClock())
  try {
    await open()
    await writeFile(join(directory, 'holiday.eml'), 'Subject: mine')
    const mailbox = await open()
    assert.deepEqual(await mailbox.list({ to: '', limit: 10 }), [])
    assert.deepEqual(await readdir(directory), ['holiday.eml'])
  } finally {
    await close()
  }
})
