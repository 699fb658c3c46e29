import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What is asked of a mail: whom it tells of what. */
export interface SentMail {
  readonly subject: string
  /** Of the bookings that it names. */
  readonly references: ReadonlySet<string>
}

/** The mailbox of the platform. Mails never change: each is read once. */
export class SentMails {
  readonly folder: string
  readonly #known = new Map<string, SentMail>()

  constructor(folder: string) {
    this.folder = folder
  }

  async all(): Promise<readonly SentMail[]> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.eml'))
    const unread = names.filter((name) => !this.#known.has(name))
    await Promise.all(unread.map((name) => this.#read(name)))
    return [...this.#known.values()]
  }

  async #read(name: string): Promise<void> {
    const text = await readFile(join(this.folder, name), 'utf8')
    const [, subject = ''] = /^Subject: (.*)$/m.exec(text) ?? []
    const references = new Set(text.match(/BK-\w{4}-\w{4}-\w+/g))
    this.#known.set(name, { subject, references })
  }
}
