import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024

/** Runs a program to its end and answers what it printed; a failure says what it printed, too. */
export async function run(command: string, args: readonly string[], cwd?: string): Promise<string> {
  try {
    const options = { maxBuffer: OUTPUT_BYTES_MAX, ...(cwd !== undefined && { cwd }) }
    return (await execute(command, [...args], options)).stdout
  } catch (error) {
    const { stdout = '', stderr = '', code } = error as Record<string, string | undefined>
    if (code === 'ENOENT') throw new Error(`${command} is not installed`, { cause: error })
    const said = `${stdout}${stderr}`.trim().split('\n').slice(-20).join('\n')
    throw new Error(`${command} ${args.join(' ')} failed:\n${said}`, { cause: error })
  }
}

/**
 * Calls `fill` with a folder and makes it `home` when that went well: whoever finds `home` finds
 * all of it, though several fetch at once or one is killed.
 */
export async function fillOnce(
  home: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  if (existsSync(home)) return
  await mkdir(dirname(home), { recursive: true })
  const folder = await mkdtemp(`${home}.partial-`)
  try {
    await fill(folder)
    await rename(folder, home)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    // Somebody else was faster: theirs is as good.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
  }
}

/** Installs Debian packages when `needed` says so; where that is impossible, it says how. */
export async function fromDebian(
  packages: readonly string[],
  isThere: () => Promise<boolean> | boolean,
): Promise<void> {
  if (await isThere()) return
  const manual = `install ${packages.join(' ')} with this system's package manager`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(manual)
  const install = ['install', '-y', '-q', '--no-install-recommends', ...packages]
  try {
    await run('apt-get', install)
  } catch {
    await run('apt-get', ['update', '-q'])
    await run('apt-get', install)
  }
}
