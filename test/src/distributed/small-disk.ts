import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { rename, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Servers } from './servers.ts'

/** Beside what the server has already: it goes on for a while. */
const ROOM_MB = 64
const MB = 1024 * 1024

/** A file system of which one server has all, until somebody takes the rest of it. */
export interface SmallDisk {
  /** Leaves not a byte. */
  fill(): Promise<void>
  /** Gives back what `fill` has taken. */
  empty(): Promise<void>
}

/** Gives a server a disk of its own with little room, and its own folder back afterwards. */
export async function onSmallDisk<Value>(
  servers: Servers,
  name: string,
  act: (disk: SmallDisk) => Promise<Value>,
): Promise<Value> {
  const folder = join(servers.folder, name)
  await servers.end([name])
  await move(folder, ROOM_MB)
  try {
    await servers.up([name])
    return await act(smallDisk(join(folder, 'ballast')))
  } finally {
    await servers.end([name])
    await moveBack(folder)
    await servers.up([name])
  }
}

function smallDisk(ballast: string): SmallDisk {
  return {
    async fill() {
      const { bavail, bsize } = await statfs(join(ballast, '..'))
      const all = Buffer.alloc(bavail * bsize + MB)
      await writeFile(ballast, all).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOSPC') throw error
      })
    },
    empty: () => rm(ballast),
  }
}

async function move(folder: string, roomMb: number): Promise<void> {
  const size = Number(execFileSync('du', ['-sm', folder], { encoding: 'utf8' }).split('\t')[0])
  await rename(folder, asideOf(folder))
  mkdirSync(folder)
  if (!mount(folder, size + roomMb)) throw new Error(`no file system at ${folder}`)
  copy(asideOf(folder), folder)
}

async function moveBack(folder: string): Promise<void> {
  await rm(asideOf(folder), { recursive: true })
  mkdirSync(asideOf(folder))
  copy(folder, asideOf(folder))
  unmount(folder)
  rmdirSync(folder)
  await rename(asideOf(folder), folder)
}

function asideOf(folder: string): string {
  return `${folder}.aside`
}

/** Holes stay holes. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', '--sparse=auto', `${from}/.`, to])
}

function mount(folder: string, sizeMb: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', folder]).status === 0
}

/** Also what a run that was cut off has left; of no effect where nothing is mounted. */
export function unmount(folder: string): void {
  spawnSync('umount', [folder])
}

/** False where this process has no right to do any of this. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'usher-disk-'))
  const isMounted = mount(folder, 1)
  unmount(folder)
  rmdirSync(folder)
  return isMounted
}
