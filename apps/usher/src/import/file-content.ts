import { readFileSync } from 'node:fs'
import { DomainError } from '@usher/kernel'

/** What is in a file. Throws invalid / file_unreadable. */
export function fileContent(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DomainError('invalid', 'file_unreadable', reason, { file }, error)
  }
}
