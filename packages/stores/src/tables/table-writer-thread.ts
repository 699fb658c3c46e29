import { Worker } from 'node:worker_threads'
import { KeyFilter } from './key-filter.ts'
import type { Table } from './table.ts'
import type { WriterReport, WriterRequest } from './table-writer-messages.ts'

/** What the owner of the thread is told. */
export interface TableWriterListener {
  applied(sequence: number): void
  safe(sequence: number): void
  counted(table: string, keys: KeyFilter): void
  failed(message: string): void
}

/** The table writer as the main thread sees it. */
export interface TableWriter {
  /** The tables held everything up to here at start. */
  readonly sequence: number
  append(batch: { readonly sequence: number; readonly body: string; readonly size: number }): void
  apply(): void
  countKeys(table: Table<object>): void
  /** Applies everything, puts it on disk and ends the thread. */
  close(): Promise<void>
}

/** Starts the thread on the database at `path`. Rejects when it cannot be opened. */
export async function startTableWriter(
  path: string,
  listener: TableWriterListener,
): Promise<TableWriter> {
  const worker = new Worker(new URL('./table-writer.ts', import.meta.url), { workerData: { path } })
  const started = Promise.withResolvers<number>()
  const ended = Promise.withResolvers<void>()
  let closing = false
  const fail = (message: string): void => {
    started.reject(new Error(message))
    if (!closing) listener.failed(message)
  }
  const counted = ({ table, words }: { table: string; words: Uint32Array<ArrayBuffer> }): void =>
    listener.counted(table, KeyFilter.fromWords(words))
  worker.on('message', (report: WriterReport) => {
    if (report.kind === 'ready') started.resolve(report.sequence)
    else if (report.kind === 'applied') listener.applied(report.sequence)
    else if (report.kind === 'safe') listener.safe(report.sequence)
    else if (report.kind === 'counted') counted(report)
    else if (report.kind === 'failed') fail(report.message)
  })
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)))
  worker.on('exit', () => {
    fail('the table writer ended')
    ended.resolve()
  })
  const post = (request: WriterRequest): void => worker.postMessage(request)
  const sequence = await started.promise
  return {
    sequence,
    append: (batch) => post({ kind: 'append', ...batch }),
    apply: () => post({ kind: 'apply' }),
    countKeys: (table) => post({ kind: 'count', table }),
    close: () => {
      closing = true
      post({ kind: 'close' })
      return ended.promise
    },
  }
}
