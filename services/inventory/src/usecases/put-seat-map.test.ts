import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventId, sampleInventory } from '../samples/inventory-samples.fixture.ts'

const drawing = `<svg><circle data-reihe="A" data-platz="1" cx="0" r="3"/>
<circle data-reihe="A" data-platz="2" cx="10" r="3"/></svg>`

test('a dry run shows the format and the mapping that were found, and changes nothing', async () => {
  const { client } = await sampleInventory()
  const upload = {
    eventId,
    content: new TextEncoder().encode(drawing),
    currency: 'EUR',
    userId: 'user_o',
    pricesMinor: { '*': 2500n },
  }
  const shown = await client.putSeatMap({ ...upload, dryRun: true })
  assert.deepEqual(shown.columns, { row: 'data-reihe', seat: 'data-platz' })
  assert.equal(shown.notes[0]?.reason, 'read as svg')
  assert.equal(shown.version, 0)
  const { columns } = shown
  const applied = await client.putSeatMap({ ...upload, columns })
  assert.deepEqual([applied.version, applied.seats, applied.columns], [1, 2, columns])
  const counted = await client.getCounts({ eventId })
  assert.deepEqual([counted.minPriceMinor, counted.maxPriceMinor], [2500n, 2500n])
})
