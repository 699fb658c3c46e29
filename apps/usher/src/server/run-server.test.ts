import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startUsher } from './usher-process.fixture.ts'

const directory = await mkdtemp(join(tmpdir(), 'usher-server-'))
after(() => rm(directory, { recursive: true }))

test('a server says where it answers, keeps its data to itself, and ends on SIGTERM', async () => {
  const dataDir = join(directory, 'a')
  const server = startUsher('serve', '--port', '0', '--data-dir', dataDir, '--json')
  const { url, docs_url } = JSON.parse(await server.firstLine) as Record<string, string>
  assert.equal(docs_url, `${url}/docs`)
  assert.equal((await fetch(`${url}/ready`)).status, 200)

  const second = startUsher('serve', '--port', '0', '--data-dir', dataDir)
  const refused = await second.ended
  assert.equal(refused.code, 4)
  assert.match(refused.said, /data_dir_in_use/)

  const audited = startUsher('audit', '--data-dir', dataDir, '--json')
  assert.deepEqual(JSON.parse(await audited.firstLine).violations, [])
  assert.equal((await audited.ended).code, 0)

  server.child.kill('SIGTERM')
  const ended = await server.ended
  assert.equal(ended.code, 0, ended.said)
  await assert.rejects(fetch(`${url}/ready`))
})

test('a port that is taken ends the start with code 3 and the way out', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  try {
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    const usher = startUsher('serve', '--port', String(port), '--data-dir', join(directory, 'b'))
    const { code, said } = await usher.ended
    assert.equal(code, 3)
    assert.match(said, /is in use; choose another with --port/)
  } finally {
    other.close()
  }
})

test('a data directory that cannot be made ends the start with code 3', async () => {
  const usher = startUsher('serve', '--port', '0', '--data-dir', '/dev/null/data')
  const { code, said } = await usher.ended
  assert.equal(code, 3)
  assert.match(said, /cannot be used/)
})
