import { readFile } from 'node:fs/promises'
import type { ParsedMail } from 'mailparser'
import type { OpenedMail, StoredMail } from '../../ports/mailbox.ts'
import { partsOf, pathOf } from './mail-files.ts'

/** A mail of the list: its head is read, its bodies are not. */
export async function storedMail(directory: string, mailId: string): Promise<StoredMail> {
  const raw = await readFile(pathOf(directory, mailId))
  const end = raw.indexOf('\r\n\r\n')
  return headOf(mailId, await parse(end < 0 ? raw : raw.subarray(0, end + END_OF_HEAD_BYTES)))
}

export async function parseMail(mailId: string, raw: Buffer<ArrayBuffer>): Promise<OpenedMail> {
  const parsed = await parse(raw)
  return {
    ...headOf(mailId, parsed),
    text: parsed.text ?? '',
    html: parsed.html || '',
    attachments: parsed.attachments.map(({ filename = '', contentType, size }) => ({
      filename,
      contentType,
      bytes: size,
    })),
    raw,
  }
}

const END_OF_HEAD_BYTES = 4

function headOf(mailId: string, { to, subject = '' }: ParsedMail): StoredMail {
  const [first] = to === undefined ? [] : [to].flat()
  const address = first?.value[0]?.address ?? ''
  return { mailId, to: address, subject, sentAtMs: partsOf(mailId)?.sentAtMs ?? 0 }
}

/** Loaded when somebody reads mail, which in production nobody does. */
async function parse(raw: Buffer): Promise<ParsedMail> {
  const { simpleParser } = await import('mailparser')
  return simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true, skipHtmlToText: true })
}
