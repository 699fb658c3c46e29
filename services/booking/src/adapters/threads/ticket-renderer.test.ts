import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '@usher/testing'
import { ticketRendererContract } from '../../ports/ticket-renderer.contract.ts'
import { sampleEvent, sampleSheet } from '../../simulation/sample-sheet.fixture.ts'
import { threadsTicketRenderer } from './ticket-renderer.ts'

// No time passes, except where a test says so. No thread is behind those who sell: while other
// tests keep the cores busy it would take minutes for a sheet.
const nice = 0
ticketRendererContract('a thread', () => threadsTicketRenderer(manualClock(), { nice }))

test('a sheet that cannot be printed fails alone', async () => {
  const renderer = threadsTicketRenderer(manualClock(), { nice })
  const nowhere = sampleSheet({ event: sampleEvent({ timeZone: 'Atlantis/Capital' }) })
  const [failed, printed] = await Promise.allSettled([
    renderer.render(nowhere),
    renderer.render(sampleSheet()),
  ])
  assert.deepEqual([failed.status, printed.status], ['rejected', 'fulfilled'])
})

test('a sheet that takes too long is given up, and the next one has a new thread', async () => {
  const clock = manualClock()
  const renderer = threadsTicketRenderer(clock, { nice })
  const slow = renderer.render(sampleSheet())
  await Promise.all([
    assert.rejects(slow, { kind: 'unavailable', code: 'ticket_renderer_slow' }),
    clock.advance(60_000),
  ])
  assert.ok((await renderer.render(sampleSheet())).length > 0)
})

test('more sheets than may wait are turned away', async () => {
  const renderer = threadsTicketRenderer(manualClock(), { waiting: 1, nice })
  const sheets = [0, 1, 2].map(() => renderer.render(sampleSheet()))
  const outcomes = await Promise.allSettled(sheets)
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected'],
  )
})

test('a thread that was idle for long ends, and another one prints', async () => {
  const clock = manualClock()
  const renderer = threadsTicketRenderer(clock, { nice })
  await renderer.render(sampleSheet())
  await clock.advance(60_000)
  assert.ok((await renderer.render(sampleSheet())).length > 0)
})
