/**
 * The thread that applies durable batches to the tables, behind everybody's back.
 *
 * Modes: `gathering`, batches wait so that changes to one row meet in memory; `applying`,
 * everything that waits goes into the tables in one transaction a slice. It applies when enough
 * waits, when the oldest has waited long enough, or when asked. Nothing here decides or
 * acknowledges anything: the redo log holds every batch until it is safe here.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { DatabaseSync } from 'node:sqlite'
import { countKeys } from './count-keys.ts'
import type { Table } from './table.ts'
import type { WriterReport, WriterRequest } from './table-writer-messages.ts'
import { WriteBehind } from './write-behind.ts'

/** Changes that end the gathering. */
const ENOUGH_CHANGES = 30_000
/** Time that ends the gathering. */
const GATHER_MS = 250
/** A full or busy disk is tried again this often. */
const RETRY_MS = 250
/** Primary result codes that pass: https://www.sqlite.org/rescode.html */
const PASSING = new Set([5 /* SQLITE_BUSY */, 13 /* SQLITE_FULL */])

if (!parentPort) throw new TypeError('the table writer runs in a worker thread')
const port = parentPort
const report = (message: WriterReport) => port.postMessage(message)
const { path } = workerData as { path: string }
const database = new DatabaseSync(path)
const tables = new WriteBehind(database)
let timer: NodeJS.Timeout | undefined
let closing = false

report({ kind: 'ready', sequence: tables.sequence })
port.on('message', (request: WriterRequest) => {
  if (request.kind === 'count') {
    void count(request.table)
    return
  }
  if (request.kind === 'append') tables.append(request)
  if (request.kind === 'close') closing = true
  if (request.kind !== 'append' || tables.size >= ENOUGH_CHANGES) apply()
  else timer ??= setTimeout(apply, GATHER_MS)
})

function apply(): void {
  clearTimeout(timer)
  timer = undefined
  try {
    while (tables.size > 0) report({ kind: 'applied', sequence: tables.applySlice() })
    const safe = tables.checkpoint(closing)
    if (safe) report({ kind: 'safe', sequence: safe })
    if (closing) end()
  } catch (error) {
    if (PASSING.has((error as { errcode?: number }).errcode ?? 0)) {
      // Cannot write now: the batches stay in the redo log and here, and nothing is lost.
      timer = setTimeout(apply, RETRY_MS)
      return
    }
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    port.close()
  }
}

async function count(table: Table<object>): Promise<void> {
  const words = await countKeys(path, table)
  const counted: WriterReport = { kind: 'counted', table: table.name, words }
  port.postMessage(counted, [words.buffer])
}

function end(): void {
  database.close()
  port.close()
}
