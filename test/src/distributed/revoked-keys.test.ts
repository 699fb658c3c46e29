import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { TicketService } from '@usher/contracts'
import { systemClock } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import { remoteClient } from '@usher/rpc/grpc/remote-client'
import { serveGrpc } from '@usher/rpc/grpc/serve-grpc'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer, untilWithin } from '@usher/testing'
import { eventId, openSmallShop, shopTables, type SmallShop, userId } from './small-shop.fixture.ts'

// On the whole platform this would end the tickets of every other suite.

const server = realServer('USHER_DYNAMODB_ENDPOINT')
const until = untilWithin(60_000)
const CALL_MS = 30_000

test(
  'a key that one process of booking revokes ends its tickets at the others',
  server.options,
  async (t) => {
    const { dynamodb, close } = await temporaryDynamodb(server.address, shopTables)
    t.after(close)
    const shop = await openSmallShop(dynamodb)
    const bookingId = await shop.sell('A1')
    const [office, door] = [await overGrpc(t, shop), await overGrpc(t, shop)]
    const old = await codeOf(door, bookingId)

    await office.rotateTicketKey({ revokeOthers: true })
    assert.deepEqual(await scan(office, old), [false, 'revoked', 'revoked_key'])
    // A process asks the store for the keys again every few seconds.
    await until(async () => (await keysOf(door)) === (await keysOf(office)))
    assert.deepEqual(await scan(door, old), [false, 'revoked', 'revoked_key'])
    assert.deepEqual(await scan(door, await codeOf(door, bookingId)), [true, '', ''])
  },
)

type Tickets = Client<typeof TicketService>

async function overGrpc(t: TestContext, shop: SmallShop): Promise<Tickets> {
  const offer = { service: TicketService, handlers: shop.openBooking().ticketRpc }
  const serving = await serveGrpc([offer], {
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    onFault: assert.fail,
  })
  t.after(() => serving.close(0))
  const address = `127.0.0.1:${serving.port}`
  const remote = remoteClient(TicketService, { address, clock: systemClock, timeoutMs: CALL_MS })
  t.after(() => remote.close())
  return remote.client
}

async function codeOf(tickets: Tickets, bookingId: string): Promise<string> {
  const answer = await tickets.getTickets({ bookingId, userId })
  return answer.tickets[0]?.code ?? assert.fail('the booking has no ticket')
}

async function keysOf(tickets: Tickets): Promise<string> {
  return (await tickets.getTicketKeys({})).jwksJson
}

async function scan(tickets: Tickets, code: string) {
  const { admitted, reason, detail } = await tickets.checkIn({ eventId, code, scannerId: 'user_s' })
  return [admitted, reason, detail]
}
