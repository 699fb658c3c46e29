import { type Progress, showProgress } from '../cli/progress.ts'
import type { Terminal } from '../cli/terminal.ts'

const MEGABYTE = 1_000_000

/** `done` of `total`, told again and again while work goes on. */
export type OnProgress = (done: number, total: number) => void

/** What work tells how far it is, and what ends the telling. */
export interface Telling {
  readonly on: OnProgress
  readonly end: () => void
}

/** A bar that begins when the total is known, for work whose `OnProgress` is called with it. */
export function progressOf(terminal: Terminal, label: string): Telling {
  let progress: Progress | undefined
  return {
    on: (done, total) => {
      progress ??= showProgress(terminal, { label, total })
      progress.update(done)
    },
    end: () => progress?.end(),
  }
}

/** The same in megabytes, for work that counts bytes. */
export function megabytesOf(terminal: Terminal, label: string): Telling {
  const { on, end } = progressOf(terminal, `${label} (MB)`)
  return { on: (done, total) => on(megabytes(done), Math.max(1, megabytes(total))), end }
}

export function megabytes(bytes: number): number {
  return Math.ceil(bytes / MEGABYTE)
}
