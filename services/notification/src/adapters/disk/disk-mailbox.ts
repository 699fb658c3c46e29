import { readFile, rm } from 'node:fs/promises'
import type { Clock } from '@usher/kernel'
import { mailServerUnavailable } from '../../domain/errors.ts'
import type { Mail } from '../../domain/mail.ts'
import type { Mailbox, OpenedMail, StoredMail } from '../../ports/mailbox.ts'
import type { Mailer } from '../../ports/mailer.ts'
import { rawMessage, type Sender } from '../nodemailer/mail-message.ts'
import {
  addressPart,
  mailIdOf,
  messagePart,
  openMailFiles,
  partsOf,
  pathOf,
  writeMailFile,
} from './mail-files.ts'
import { parseMail, storedMail } from './parse-mail.ts'

export interface DiskMailboxOptions {
  readonly directory: string
  readonly from: Sender
  readonly clock: Clock
  /** So many of the newest mails are kept. */
  readonly keep: number
}

/** A mailer that keeps what it is given, one file a mail, for those who have no mail server. */
export async function openDiskMailbox(options: DiskMailboxOptions): Promise<DiskMailbox> {
  return new DiskMailbox(options, await openMailFiles(options.directory))
}

/**
 * A message id is unknown, being written, or there; it goes from one to the next and, when enough
 * newer mails came, is forgotten with its file. Sending one that is there again does nothing.
 */
export class DiskMailbox implements Mailer, Mailbox {
  readonly fromAddress: string
  readonly #options: DiskMailboxOptions
  /** In ascending order, and so by time. */
  readonly #mailIds: string[]
  readonly #messages: Set<string>
  readonly #writing = new Map<string, Promise<void>>()

  constructor(options: DiskMailboxOptions, mailIds: readonly string[]) {
    this.#options = options
    this.fromAddress = options.from.address
    this.#mailIds = [...mailIds]
    this.#messages = new Set(mailIds.map((mailId) => partsOf(mailId)?.message ?? ''))
  }

  async send(mail: Mail): Promise<void> {
    const message = messagePart(mail.messageId)
    if (this.#messages.has(message)) return
    const writing = this.#writing.get(message) ?? this.#write(mail, message)
    this.#writing.set(message, writing)
    try {
      await writing
    } catch (error) {
      throw mailServerUnavailable('the mailbox cannot be written', error)
    } finally {
      this.#writing.delete(message)
    }
  }

  async list(page: { to: string; after?: string; limit: number }): Promise<readonly StoredMail[]> {
    const { directory } = this.#options
    const reads = this.#newest(page).map((mailId) => storedMail(directory, mailId).catch(absent))
    return (await Promise.all(reads)).filter((mail) => mail !== undefined)
  }

  async open(mailId: string): Promise<OpenedMail | undefined> {
    const parts = partsOf(mailId)
    if (!parts || !this.#messages.has(parts.message)) return undefined
    const raw = await readFile(pathOf(this.#options.directory, mailId)).catch(absent)
    return raw && parseMail(mailId, raw)
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#writing.values())
  }

  async #write(mail: Mail, message: string): Promise<void> {
    const { directory, from, clock } = this.#options
    const raw = await rawMessage(mail, from)
    const { address } = mail.to
    const mailId = mailIdOf({ sentAtMs: clock.nowMs(), address, messageId: mail.messageId })
    await writeMailFile({ directory, mailId }, raw)
    this.#messages.add(message)
    this.#insert(mailId)
    await this.#forgetOldest()
  }

  /** Mails come in the order of time but for steps of the clock. */
  #insert(mailId: string): void {
    const behind = this.#mailIds.findLastIndex((each) => each < mailId)
    this.#mailIds.splice(behind + 1, 0, mailId)
  }

  async #forgetOldest(): Promise<void> {
    const { directory, keep } = this.#options
    while (this.#mailIds.length > keep) {
      const mailId = this.#mailIds.shift() ?? ''
      this.#messages.delete(partsOf(mailId)?.message ?? '')
      await rm(pathOf(directory, mailId), { force: true })
    }
  }

  #newest({ to, after, limit }: { to: string; after?: string; limit: number }): readonly string[] {
    const address = to === '' ? undefined : addressPart(to)
    const found: string[] = []
    for (let i = this.#mailIds.length - 1; i >= 0 && found.length < limit; i--) {
      const mailId = this.#mailIds[i] ?? ''
      if (after !== undefined && mailId >= after) continue
      if (address === undefined || partsOf(mailId)?.address === address) found.push(mailId)
    }
    return found
  }
}

/** Forgotten between the look and the read, or taken away by somebody. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
