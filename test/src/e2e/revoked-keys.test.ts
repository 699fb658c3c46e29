import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runUsher } from '../command/usher-command.ts'
import { eventOnSale } from './box-office.ts'
import { admits, newScanner, refuses, sell, ticketsOf } from './door.ts'
import { newBuyer, newOrganizer, type Person } from './people.ts'
import type { Platform } from './platform.ts'
import { startBare } from './start-platform.ts'
import { Rest } from './rest.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'usher-revoked-'))
let platform: Platform
before(async () => void (platform = await startBare(dataDir)))
after(async () => {
  await platform.stop()
  await rm(dataDir, { recursive: true })
})

test('a key that was revoked ends its tickets; those signed anew admit', async () => {
  const organizer = await newOrganizer(platform.url)
  const scanner = await newScanner(organizer)
  const buyer = await newBuyer(platform.url)
  const eventId = await eventOnSale(organizer)
  const { bookingId, code: old } = await sell(buyer, eventId, { seats: ['B4'] })
  await platform.stop()
  const rotated = await runUsher(['tickets', 'rotate', '--revoke-others', '--data-dir', dataDir])
  assert.equal(rotated.code, 0, rotated.said)
  platform = await startBare(dataDir)
  const again = ({ token }: Person) => ({ ...scanner, rest: new Rest(platform.url, token) })
  await refuses(again(scanner), eventId, { code: old, why: ['revoked', 'revoked_key'] })
  const [fresh] = await ticketsOf(again(buyer), bookingId)
  await admits(again(scanner), eventId, fresh?.code ?? '')
})
