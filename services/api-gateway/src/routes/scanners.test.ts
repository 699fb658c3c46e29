import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { EventsService } from '@usher/contracts'
import { EVENT } from '../testing/fake-events.ts'
import { fake, notFound } from '../testing/fake.ts'
import { userIdOf } from '../testing/fake-people.ts'
import { openGateway } from '../testing/open-gateway.fixture.ts'

const { gateway, call } = openGateway()
after(() => gateway.close())

const url = '/v1/organizers/scanners'

test('a scanner is somebody with an account, found by address', async () => {
  const add = (email: string) => call({ method: 'POST', url, as: 'owner', body: { email } })
  const answer = await add('scanner@example.org')
  assert.equal(answer.statusCode, 201, answer.body)
  assert.deepEqual(answer.json(), {
    user_id: userIdOf('scanner'),
    name: 'scanner',
    email: 'scanner@example.org',
    added_at: '1970-01-01T00:00:01.000Z',
  })
  assert.equal((await add('nobody@example.org')).json().code, 'user_not_found')
})

test('scanners are listed by name, also those whose account is no more', async () => {
  const { data } = (await call({ url, as: 'owner' })).json()
  assert.deepEqual(
    data.map(({ name }: { name: string | null }) => name),
    ['scanner', null],
  )
})

test('who is removed is refused at this door at once', async () => {
  let removed = false
  const events = fake(EventsService, {
    checkScanner: async () => {
      if (removed) throw notFound('event')
      return {}
    },
    removeScanner: async () => {
      removed = true
      return {}
    },
  })
  const { gateway: other, call: send } = openGateway({ ports: { events } })
  const look = () => send({ url: `/v1/events/${EVENT}/checkins`, as: 'scanner' })
  assert.equal((await look()).statusCode, 200)
  const path = `${url}/${userIdOf('scanner')}`
  assert.equal((await send({ method: 'DELETE', url: path, as: 'owner' })).statusCode, 204)
  assert.equal((await look()).statusCode, 404)
  assert.equal((await send({ method: 'DELETE', url: `${url}/x`, as: 'owner' })).statusCode, 400)
  await other.close()
})
