import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoSettings } from '@usher/app/demo/demo-settings'
import { distributedFolder } from '../e2e/distributed.ts'
import { startEmbedded, startPlatform } from '../e2e/start-platform.ts'
import { playScript } from './play-script.ts'

const skip = distributedFolder === '' && 'without a distributed platform'

test('both roots answer one script with the same bytes', { skip }, async (context) => {
  const perAddress = Object.keys(demoSettings).filter((name) => name.endsWith('_PER_ADDRESS'))
  const env = { ...demoSettings, ...Object.fromEntries(perAddress.map((name) => [name, '0'])) }
  const embedded = await startEmbedded({ command: 'serve', env })
  context.after(() => embedded.stop())
  const { url } = await startPlatform()
  const [one, other] = await Promise.all([playScript(embedded.url), playScript(url)])
  for (const [at, { request, answer }] of one.entries()) {
    await context.test(request, () => {
      assert.equal(other[at]?.request, request)
      assert.equal(other[at]?.answer, answer)
    })
  }
  assert.equal(other.length, one.length)
})
