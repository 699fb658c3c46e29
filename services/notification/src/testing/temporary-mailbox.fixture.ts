import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@usher/kernel'
import { type DiskMailbox, openDiskMailbox } from '../adapters/disk/disk-mailbox.ts'
import { sampleSender } from './sample-mails.fixture.ts'

/** A mailbox in a directory that is gone after the test. */
export async function temporaryMailbox(clock: Clock, keep = 1000) {
  const directory = join(await mkdtemp(join(tmpdir(), 'usher-mail-')), 'mailbox')
  const open = (): Promise<DiskMailbox> =>
    openDiskMailbox({ directory, from: sampleSender, clock, keep })
  const close = () => rm(join(directory, '..'), { recursive: true })
  return { directory, open, close }
}
