import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.ts'

/** How far long work has come. */
export interface Progress {
  /** `done` of the total; may repeat. */
  update(done: number): void
  end(): void
}

const LINES_PER_WORK = 4

/** A moving bar where somebody watches, a line for each quarter where a log is kept. */
export function showProgress(
  terminal: Terminal,
  { label, total }: { label: string; total: number },
): Progress {
  return terminal.watched ? movingBar(label, total) : plainLines(terminal, label, total)
}

function movingBar(label: string, total: number): Progress {
  const bar = new SingleBar(
    { format: `${label} {bar} {value}/{total}`, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return { update: (done) => bar.update(done), end: () => bar.stop() }
}

function plainLines(terminal: Terminal, label: string, total: number): Progress {
  let told = 0
  return {
    update(done) {
      const part = total === 0 ? LINES_PER_WORK : Math.floor((done / total) * LINES_PER_WORK)
      if (part <= told) return
      told = part
      terminal.say(`${label}: ${done} of ${total}`)
    },
    end: () => undefined,
  }
}
