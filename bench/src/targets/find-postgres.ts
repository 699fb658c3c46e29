import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian keeps the server's programs, outside PATH, one folder a version. */
const DEBIAN = '/usr/lib/postgresql'

/**
 * The folder with PostgreSQL's server programs, Debian's newest first; undefined when it is not
 * installed.
 */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : []
  const newest = versions.sort((a, b) => Number(b) - Number(a))
  const folders = newest.map((version) => join(DEBIAN, version, 'bin'))
  const path = (process.env['PATH'] ?? '').split(delimiter)
  return [...folders, ...path].find((folder) =>
    ['postgres', 'initdb'].every((program) => existsSync(join(folder, program))),
  )
}
