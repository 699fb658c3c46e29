import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogger } from '@usher/telemetry'
import { Reachability } from './reachability.ts'

test('a server is reached until it is seen to be gone, and told of once each way', async () => {
  const told: string[] = []
  const write = (line: string) => told.push((JSON.parse(line) as { msg: string }).msg)
  const logger = createLogger({ level: 'info', name: 'tests', destination: { write } })
  const server = { up: true }
  const ping = async () => {
    if (!server.up) throw new Error('refused')
  }
  const store = new Reachability('store', ping, logger)
  assert.equal(store.reached(), true)
  const seen: boolean[] = []
  for (const up of [true, false, false, true]) {
    server.up = up
    await store.job.run()
    seen.push(store.reached())
  }
  assert.deepEqual(seen, [true, false, false, true])
  assert.deepEqual(told, ['a server is gone', 'a server answers again'])
})
