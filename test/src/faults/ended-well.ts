import assert from 'node:assert/strict'
import type { Ended } from '../command/usher-command.ts'
import type { Platform } from '../e2e/platform.ts'

/** Ends it as an operator would; what it says is shown when that goes wrong. */
export async function endedWell(platform: Platform): Promise<Ended> {
  const ended = await platform.stop()
  assert.equal(ended.code, 0, `it ended with ${ended.code}: ${ended.said}`)
  return ended
}
