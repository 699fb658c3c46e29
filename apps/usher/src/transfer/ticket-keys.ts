import { readFile } from 'node:fs/promises'
import { DomainError } from '@usher/kernel'
import { askServer } from './ask-server.ts'
import { ticketKeysInDataDir } from './ticket-keys-in-data-dir.ts'

/** Where public keys of tickets are: a file goes before a server, a server before a directory. */
export interface KeySource {
  readonly dataDir: string
  readonly keys: string | undefined
  readonly url: string | undefined
}

/** The public keys with which codes are verified, as the text of a JSON Web Key Set. */
export async function ticketKeys({ keys, url, dataDir }: KeySource): Promise<string> {
  if (keys !== undefined) return readKeys(keys)
  if (url !== undefined) return JSON.stringify(await askServer({ url }, 'GET', '/v1/tickets/keys'))
  return ticketKeysInDataDir(dataDir)
}

async function readKeys(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DomainError('not_found', 'file_unreadable', reason, { file }, error)
  })
}
