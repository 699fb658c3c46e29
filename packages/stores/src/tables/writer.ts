import { Worker } from 'node:worker_threads'
import type { WriterReport, WriterRequest } from './redo.ts'

interface WriterEvents {
  durable: (sequence: number) => void
  applied: (sequence: number) => void
  full: () => void
  failed: (message: string) => void
}

/** The writer thread as the main thread sees it. */
export interface Writer {
  /** Number of the newest batch that was durable at start. */
  readonly sequence: number
  append(batch: { sequence: number; body: string; size: number }): void
  apply(): void
  on<Name extends keyof WriterEvents>(name: Name, listener: WriterEvents[Name]): void
  /** Applies everything and ends the thread. */
  close(): Promise<void>
}

/** Starts the writer of the database at `path`; resolves when the redo log has been replayed. */
export async function startWriter(path: string): Promise<Writer> {
  const worker = new Worker(new URL('./sqlite-writer.ts', import.meta.url), {
    workerData: { path },
  })
  const listeners: Partial<WriterEvents> = {}
  const started = Promise.withResolvers<number>()
  const ended = Promise.withResolvers<void>()
  let closing = false
  const fail = (message: string): void => {
    started.reject(new Error(message))
    if (!closing) listeners.failed?.(message)
  }
  worker.on('message', (report: WriterReport) => {
    if (report.kind === 'ready') started.resolve(report.sequence)
    else if (report.kind === 'durable') listeners.durable?.(report.sequence)
    else if (report.kind === 'applied') listeners.applied?.(report.sequence)
    else if (report.kind === 'full') listeners.full?.()
    else if (report.kind === 'failed') fail(report.message)
  })
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)))
  worker.on('exit', () => {
    if (!closing) fail('the writer thread ended')
    ended.resolve()
  })
  const post = (request: WriterRequest): void => worker.postMessage(request)
  return {
    sequence: await started.promise,
    append: (batch) => post({ kind: 'append', ...batch }),
    apply: () => post({ kind: 'apply' }),
    on: (name, listener) => {
      listeners[name] = listener
    },
    close: () => {
      closing = true
      post({ kind: 'close' })
      return ended.promise
    },
  }
}
