import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ManualClock } from '@usher/testing'
import type { KeyRing } from './key-ring.ts'

/** Two rings over one store, as two processes have them, whose keys are old after `keyLifeMs`. */
export interface OpenKeyRings {
  readonly here: KeyRing
  readonly there: KeyRing
  readonly clock: ManualClock
  readonly keyLifeMs: number
  /** When the last token of a key that was retired now has expired at the latest. */
  readonly overlapMs: number
  readonly close: () => Promise<void>
}

async function keyIds(keyRing: KeyRing): Promise<unknown[]> {
  return (await keyRing.keySet()).keys.map(({ kid }) => kid)
}

/** What every KeyRing obeys. */
export function keyRingContract(name: string, open: () => Promise<OpenKeyRings>): void {
  const law = (title: string, check: (opened: OpenKeyRings) => Promise<void>): void => {
    void test(`${name}: ${title}`, async () => {
      const opened = await open()
      try {
        await check(opened)
      } finally {
        await opened.close()
      }
    })
  }

  law('the first key is made once, whoever asks', async ({ here, there }) => {
    await Promise.all([here.ready(), there.ready(), here.ready()])
    const ids = await keyIds(here)
    assert.equal(ids.length, 1)
    assert.deepEqual(await keyIds(there), ids)
  })

  law('the key set shows no private part', async ({ here }) => {
    for (const key of (await here.keySet()).keys) {
      assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    }
  })

  law('an old key verifies beside the new one until its time is over', async (opened) => {
    const { here, clock, overlapMs } = opened
    const [first] = await keyIds(here)
    const second = await here.rotate()
    await clock.advance(overlapMs - 1)
    assert.deepEqual(await keyIds(here), [second, first])
    await clock.advance(1)
    assert.deepEqual(await keyIds(here), [second])
  })

  law('of two that rotate at once, both sign with one new key', async ({ here, there }) => {
    await here.ready()
    const [one, two] = await Promise.all([here.rotate(), there.rotate()])
    assert.equal(one, two)
    assert.equal((await keyIds(here)).length, 2)
  })

  law('what one rotated, the other learns when it tends', async ({ here, there }) => {
    await there.ready()
    const keyId = await here.rotate()
    assert.deepEqual(await there.tend(), { rotatedTo: undefined })
    assert.equal((await keyIds(there))[0], keyId)
  })

  law('tending replaces a key that is old, and only then', async ({ here, clock, keyLifeMs }) => {
    await here.ready()
    await clock.advance(keyLifeMs - 1)
    assert.deepEqual(await here.tend(), { rotatedTo: undefined })
    await clock.advance(1)
    const { rotatedTo } = await here.tend()
    assert.equal((await keyIds(here))[0], rotatedTo)
  })
}
