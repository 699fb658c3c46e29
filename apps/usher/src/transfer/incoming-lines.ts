import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { ExportedFile } from './manifest.ts'

/** Longer lines are damage: a row of an export has kilobytes. */
const LINE_CHARS_MAX = 16 * 1024 * 1024

/** What is wrong with a file of an export, and where: `bookings.jsonl:17`. */
export interface Problem {
  readonly where: string
  readonly reason: string
}

export interface Line {
  readonly text: string
  /** Counts from 1. */
  readonly number: number
}

/**
 * The lines of a file of an export, as text. Tells `onProblem` at the end when the file is not the
 * one that was exported.
 */
export async function* incomingLines(
  directory: string,
  file: ExportedFile,
  onProblem: (problem: Problem) => void,
): AsyncIterable<Line> {
  let number = 0
  let rest = ''
  for await (const text of checkedText(directory, file, onProblem)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield { text: line, number: (number += 1) }
    if (rest.length <= LINE_CHARS_MAX) continue
    onProblem({ where: `${file.path}:${number + 1}`, reason: 'the line does not end' })
    return
  }
  if (rest !== '') onProblem({ where: `${file.path}:${number + 1}`, reason: 'the line is cut off' })
}

/** A file of an export as one text. */
export async function incomingText(
  directory: string,
  file: ExportedFile,
  onProblem: (problem: Problem) => void,
): Promise<string> {
  const pieces: string[] = []
  for await (const text of checkedText(directory, file, onProblem)) pieces.push(text)
  return pieces.join('')
}

async function* checkedText(
  directory: string,
  { path, bytes, sha256 }: ExportedFile,
  onProblem: (problem: Problem) => void,
): AsyncIterable<string> {
  const hash = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let length = 0
  try {
    for await (const chunk of createReadStream(join(directory, path))) {
      hash.update(chunk as Buffer)
      length += (chunk as Buffer).length
      yield decoder.decode(chunk as Buffer, { stream: true })
    }
  } catch (error) {
    if ((error as { syscall?: string }).syscall === undefined) throw error
    onProblem({ where: path, reason: `it cannot be read: ${(error as Error).message}` })
    return
  }
  if (length !== bytes) {
    onProblem({ where: path, reason: `it has ${length} bytes, and had ${bytes} when exported` })
  } else if (hash.digest('hex') !== sha256) {
    onProblem({ where: path, reason: 'it was changed after it was exported: its SHA-256 differs' })
  }
}
