import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A file's name says when, to whom and which mail: no index has to be kept beside the files. */
const pattern = /^(\d{13})-([0-9a-f]{16})-([0-9a-f]{32})$/
const ENDING = '.eml'
const TEMPORARY = '.tmp'

export function mailIdOf(mail: { sentAtMs: number; address: string; messageId: string }): string {
  const time = String(mail.sentAtMs).padStart(13, '0')
  return `${time}-${addressPart(mail.address)}-${messagePart(mail.messageId)}`
}

export function addressPart(address: string): string {
  return digest(address.toLowerCase()).slice(0, 16)
}

export function messagePart(messageId: string): string {
  return digest(messageId).slice(0, 32)
}

/** Undefined for what is no name of ours, such as a path that leads elsewhere. */
export function partsOf(mailId: string) {
  const [, time, address, message] = pattern.exec(mailId) ?? []
  if (time === undefined || address === undefined || message === undefined) return undefined
  return { sentAtMs: Number(time), address, message }
}

export function pathOf(directory: string, mailId: string): string {
  return join(directory, `${mailId}${ENDING}`)
}

/** The ids of the mails in `directory`, which is made when absent; rests of a crash are removed. */
export async function openMailFiles(directory: string): Promise<string[]> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const names = await readdir(directory)
  for (const name of names) {
    if (name.endsWith(TEMPORARY)) await rm(join(directory, name), { force: true })
  }
  return names
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .filter((mailId) => partsOf(mailId) !== undefined)
    .sort()
}

/** Durable when it resolves: a crash leaves the whole file or none. */
export async function writeMailFile(
  { directory, mailId }: { directory: string; mailId: string },
  content: Uint8Array,
): Promise<void> {
  const path = pathOf(directory, mailId)
  const temporary = `${path}${TEMPORARY}`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncDirectory(directory)
}

/** The rename itself is durable only then. */
async function syncDirectory(directory: string): Promise<void> {
  const folder = await open(directory, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
