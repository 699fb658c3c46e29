import { createReadStream } from 'node:fs'
import { stdin } from 'node:process'
import { createInterface } from 'node:readline'
import { DomainError } from '@usher/kernel'
import { UsageError } from '../cli/arguments.ts'

/** More are a mistake, or better verified in parts. */
const CODES_MAX = 1_000_000

/**
 * The codes that a command line names: words, or the lines of `file`; `-` is standard input. Empty
 * lines do not count. Fails with not_found / file_unreadable and exhausted / too_many_codes.
 */
export async function codesOf(
  words: readonly string[],
  file: string | undefined,
): Promise<readonly string[]> {
  const fromInput = words.length === 1 && words[0] === '-'
  if (words.length > 0 && !fromInput && file !== undefined) {
    throw new UsageError('either codes or --file')
  }
  const from = fromInput ? '-' : file
  const codes = from === undefined ? words : await linesOf(from)
  if (codes.length === 0) throw new UsageError('say which codes, or --file FILE')
  return codes
}

async function linesOf(file: string): Promise<readonly string[]> {
  const codes: string[] = []
  try {
    const input = file === '-' ? stdin : createReadStream(file)
    for await (const line of createInterface({ input })) {
      if (line.trim() !== '') codes.push(line.trim())
      if (codes.length > CODES_MAX) throw tooMany(file)
    }
  } catch (error) {
    if (error instanceof DomainError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new DomainError('not_found', 'file_unreadable', reason, { file }, error)
  }
  return codes
}

function tooMany(file: string): DomainError {
  const message = `${file} has more than ${CODES_MAX} codes: verify it in parts`
  return new DomainError('exhausted', 'too_many_codes', message, { file })
}
