import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openRedoLog } from './redo-log.ts'

async function inDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'usher-redo-'))
  try {
    await run(directory)
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function withThreeRecords(directory: string): Promise<string> {
  const { log } = await openRedoLog(directory, 0)
  for (const body of ['["a"]', '["b"]', '["c"]']) await log.append(body)
  await log.close()
  return join(directory, (await readdir(directory))[0] ?? '')
}

test('what was appended is there when the log is opened again, and numbers go on', () =>
  inDirectory(async (directory) => {
    await withThreeRecords(directory)
    const { log, records } = await openRedoLog(directory, 0)
    assert.deepEqual(
      records.map((record) => record.body),
      ['["a"]', '["b"]', '["c"]'],
    )
    assert.equal(await log.append('["d"]'), 4)
    await log.close()
  }))

test('the torn end that a crash leaves is cut off, and appending goes on behind it', () =>
  inDirectory(async (directory) => {
    const path = await withThreeRecords(directory)
    await appendFile(path, Buffer.from([9, 0, 0, 0, 1, 2, 3]))
    const { log, records } = await openRedoLog(directory, 0)
    assert.equal(records.length, 3)
    await log.append('["d"]')
    await log.close()
    assert.equal((await openRedoLog(directory, 0)).records.length, 4)
  }))

test('damage in the middle refuses to open and says where', () =>
  inDirectory(async (directory) => {
    const path = await withThreeRecords(directory)
    const bytes = await readFile(path)
    bytes[18] = 0x7f
    await writeFile(path, bytes)
    await assert.rejects(openRedoLog(directory, 0), { code: 'redo_log_damaged' })
  }))

test('files that hold nothing new are forgotten, the others stay', () =>
  inDirectory(async (directory) => {
    await withThreeRecords(directory)
    const { log } = await openRedoLog(directory, 0)
    await log.append('["d"]')
    await log.forget(3)
    await log.close()
    const { records } = await openRedoLog(directory, 0)
    assert.deepEqual(
      records.map((record) => record.sequence),
      [4],
    )
  }))
