import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  admin,
  ana,
  ben,
  buyer,
  details,
  openEvents,
  type OpenEvents,
  stranger,
  withVenue,
} from './open-events.fixture.ts'

const notFound = { kind: 'not_found', code: 'event_not_found' }

/** Event 1 is ana's, event 2 is ben's. */
async function twoOrganizers(): Promise<OpenEvents> {
  const opened = await openEvents()
  for (const userId of [ana, ben]) {
    const venueId = await withVenue(opened, userId)
    await opened.client.createEvent({ userId, venueId, details })
  }
  return opened
}

test('a scanner works at the doors of the organizer who added them, and at no others', async () => {
  const opened = await twoOrganizers()
  const { client, clock } = opened
  const check = (eventId: number) => client.checkScanner({ userId: buyer, eventId })
  await assert.rejects(check(1), notFound)
  const { scanner } = await client.addScanner({ userId: ana, scannerUserId: buyer })
  assert.deepEqual(
    [scanner?.userId, scanner?.organizerId, Number(scanner?.addedAtMs)],
    [buyer, 1, clock.nowMs()],
  )
  await check(1)
  await assert.rejects(check(2), notFound)
  await assert.rejects(client.checkOwner({ userId: buyer, eventId: 1 }), notFound)
  const after = await opened.restart()
  await after.client.checkScanner({ userId: buyer, eventId: 1 })
})

test('whoever manages an event may scan at it, and nobody else, whatever their role', async () => {
  const { client, auth } = await twoOrganizers()
  await client.checkScanner({ userId: ana, eventId: 1 })
  await client.checkScanner({ userId: admin, eventId: 1 })
  auth.scanners.add(buyer)
  for (const userId of [ben, buyer, stranger]) {
    await assert.rejects(client.checkScanner({ userId, eventId: 1 }), notFound)
  }
  await assert.rejects(client.checkScanner({ userId: ana, eventId: 9 }), notFound)
})

test('adding a scanner can be repeated, which mends a role that was not granted', async () => {
  const { client, auth } = await twoOrganizers()
  const add = () => client.addScanner({ userId: ana, scannerUserId: buyer })
  auth.broken = true
  await assert.rejects(add(), { code: 'auth_down' })
  auth.broken = false
  const { scanner } = await add()
  assert.deepEqual((await add()).scanner, scanner)
  assert.deepEqual([...auth.scanners], [buyer])
})

test('a scanner who was removed is refused at once', async () => {
  const { client } = await twoOrganizers()
  for (const userId of [ana, ben]) await client.addScanner({ userId, scannerUserId: buyer })
  const remove = () => client.removeScanner({ userId: ana, scannerUserId: buyer })
  await remove()
  await remove()
  await assert.rejects(client.checkScanner({ userId: buyer, eventId: 1 }), notFound)
  await client.checkScanner({ userId: buyer, eventId: 2 })
})

test('only organizers name scanners, and only users can be named', async () => {
  const { client, auth } = await twoOrganizers()
  const forbidden = { kind: 'forbidden', code: 'not_an_organizer' }
  await assert.rejects(client.addScanner({ userId: buyer, scannerUserId: ana }), forbidden)
  await assert.rejects(client.removeScanner({ userId: buyer, scannerUserId: ana }), forbidden)
  await assert.rejects(client.listScanners({ userId: buyer }), forbidden)
  const add = (scannerUserId: string) => client.addScanner({ userId: ana, scannerUserId })
  await assert.rejects(add(stranger), { code: 'user_not_found' })
  await assert.rejects(add('me'), { code: 'malformed_id' })
  assert.equal(auth.scanners.size, 0)
})

test('scanners are listed to their organizer in pages', async () => {
  const { client } = await twoOrganizers()
  const users = [ben, buyer, admin].sort()
  for (const scannerUserId of users) await client.addScanner({ userId: ana, scannerUserId })
  await client.addScanner({ userId: ben, scannerUserId: ana })
  const first = await client.listScanners({ userId: ana, limit: 2 })
  const rest = await client.listScanners({ userId: ana, cursor: first.nextCursor })
  const listed = [...first.scanners, ...rest.scanners].map(({ userId }) => userId)
  assert.deepEqual(listed, users)
  assert.equal(rest.nextCursor, '')
  await assert.rejects(client.listScanners({ userId: ana, cursor: 'x' }), {
    code: 'invalid_cursor',
  })
})
