import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Announcement, Platform, PlatformOptions } from './platform.ts'

/** Where the distributed platform lies that `npm test` has started; empty: there is none. */
export const distributedFolder = process.env['USHER_TEST_DISTRIBUTED'] ?? ''

const tool = join(import.meta.dirname, '../../../tools/distributed.ts')
const execute = promisify(execFile)

/**
 * The platform that runs already, with a demo set for this file alone. It goes on when the file has
 * ended; what ends and restarts a platform is told from the embedded one only.
 */
export async function joinDistributed(
  folder: string,
  { command = 'demo', dataDir }: PlatformOptions,
): Promise<Platform> {
  if (dataDir !== undefined) throw new Error('the distributed platform has no data directory')
  const record = await mkdtemp(join(tmpdir(), 'usher-e2e-'))
  const args = ['demo', '--folder', folder, '--record', record, '--json']
  const { stdout } = await execute(process.execPath, [
    tool,
    ...args,
    ...(command === 'serve' ? ['--bare'] : []),
  ])
  const { url, accounts = [], events = [] } = JSON.parse(stdout) as Announcement
  const leave = async () => {
    await rm(record, { recursive: true, force: true })
    return { code: 0, out: stdout, said: '' }
  }
  return { url, accounts, events, announced: stdout.trimEnd(), stop: leave, kill: leave }
}
