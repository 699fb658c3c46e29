import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ArchivedFile } from '@usher/stores'
import { MAIL } from '../transfer/new-data-dir.ts'

/**
 * The files of the mailbox on disk in `dataDir`, one after another. Mails come and go meanwhile:
 * one that has gone was meant to go.
 */
export function* mailFiles(dataDir: string): Iterable<ArchivedFile> {
  const root = join(dataDir, MAIL)
  if (!existsSync(root)) return
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = entry.isFile() ? read(dataDir, entry) : undefined
    if (file) yield file
  }
}

function read(dataDir: string, { parentPath, name }: Dirent): ArchivedFile | undefined {
  const path = join(parentPath, name)
  try {
    const modifiedMs = statSync(path).mtimeMs
    return { name: relative(dataDir, path), modifiedMs, content: readFileSync(path) }
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
}
