/**
 * The writer thread of `openSqliteTables`. It alone writes rows.
 *
 * Modes: `replaying` at start, until every batch of the redo log is in the tables; then `writing`. While writing, each
 * durable transaction appends the batches that have arrived to the redo log and applies a slice of older ones to the
 * tables, so that one sync pays for both; when nothing arrives for a while, what is left is applied. A full disk makes
 * it wait and try again. Any other failure ends it: after a failed sync nobody knows what is on disk (see Rebello et
 * al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020), so the process must start again.
 */
import { receiveMessageOnPort, parentPort, workerData } from 'node:worker_threads'
import { DatabaseSync } from 'node:sqlite'
import { WriteBehind } from './write-behind.ts'
import type { WriterReport, WriterRequest } from './redo.ts'

/** Quiet time after which everything is applied. Long enough that changes to one row meet in memory. */
const IDLE_MS = 50
/** A full disk is tried again this often. */
const FULL_RETRY_MS = 250
/** Primary result code of a full disk (https://www.sqlite.org/rescode.html#full). */
const SQLITE_FULL = 13

type Append = Extract<WriterRequest, { kind: 'append' }>

if (!parentPort) throw new TypeError('the writer runs in a worker thread')
const port = parentPort
const report = (message: WriterReport) => port.postMessage(message)

const database = new DatabaseSync((workerData as { path: string }).path)
const tables = new WriteBehind(database)
let idle: NodeJS.Timeout | undefined

report({ kind: 'ready', sequence: tables.replay() })
port.on('message', (first: WriterRequest) => work(first))

function work(first: WriterRequest): void {
  clearTimeout(idle)
  const appends: Append[] = []
  let wanted = false
  let closing = false
  for (let next: WriterRequest | undefined = first; next; next = received()) {
    if (next.kind === 'append') appends.push(next)
    if (next.kind === 'apply') wanted = true
    if (next.kind === 'close') closing = true
  }
  write(appends, () => {
    if (wanted || closing) applyAll()
    if (closing) close()
    else if (tables.waiting) idle = setTimeout(() => write([], applyAll), IDLE_MS)
  })
}

function received(): WriterRequest | undefined {
  return receiveMessageOnPort(port)?.message as WriterRequest | undefined
}

function write(appends: readonly Append[], then: () => void): void {
  try {
    if (appends.length > 0 || tables.waiting) {
      const applied = tables.append(appends)
      const last = appends.at(-1)
      if (last) report({ kind: 'durable', sequence: last.sequence })
      if (applied) report({ kind: 'applied', sequence: applied })
    }
    then()
  } catch (error) {
    if (errorCode(error) === SQLITE_FULL) {
      report({ kind: 'full' })
      setTimeout(() => write(appends, then), FULL_RETRY_MS)
    } else {
      report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
      port.close()
    }
  }
}

/** Applies what waits, a slice a transaction; batches that arrive meanwhile wait for one slice at most. */
function applyAll(): void {
  while (tables.waiting) {
    const applied = tables.append([])
    if (applied) report({ kind: 'applied', sequence: applied })
    const next = received()
    if (next) {
      work(next)
      return
    }
  }
}

function close(): void {
  database.close()
  report({ kind: 'closed' })
  port.close()
}

function errorCode(error: unknown): number | undefined {
  return (error as { errcode?: number } | null)?.errcode
}
