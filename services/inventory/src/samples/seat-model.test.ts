import { test } from 'node:test'
import fc from 'fast-check'
import { onSale, sampleInventory, startMs } from './inventory-samples.fixture.ts'
import { seatCommands } from './seat-commands.fixture.ts'
import { MODEL, SeatModel } from './seat-model.fixture.ts'

test('whatever buyers, organizers and time do, the service agrees with a naive model', async () => {
  const commands = fc.commands(seatCommands, { maxCommands: 60, size: 'max' })
  await fc.assert(
    fc.asyncProperty(commands, async (steps) => {
      const inventory = await sampleInventory()
      const hall = { rows: 1, seatsPerRow: 6, areas: { Floor: MODEL.capacity } }
      await onSale(inventory, { hall, sale: { limit: MODEL.limit, endMs: startMs + 1e12 } })
      const seats = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6']
      const setup = () => ({
        model: new SeatModel(startMs),
        real: { inventory, seats, versions: new Map<string, number>() },
      })
      await fc.asyncModelRun(setup, steps)
    }),
    { numRuns: 300 },
  )
})
