import type { EventBody, Page, SearchBody } from '../../e2e/bodies.ts'
import type { Recorder } from '../recorder.ts'
import type { Cast } from './accounts.ts'
import type { Staged } from './organizing.ts'

const compact = { accept: 'application/octet-stream' }

export async function lookAround(
  play: Recorder,
  { organizer }: Cast,
  { path, word }: Staged,
): Promise<void> {
  await play.askTwice(path)
  await play.askTwice(`${path}/seat-map`)
  await play.askTwice(`${path}/availability`)
  await play.askTwice(`${path}/availability`, compact)
  await play.ask('GET /v1/events?mine=true', { token: organizer.token })
  const { next_cursor } = await play.ask<Page<unknown>>(`GET ${path}/seats?limit=3`)
  await play.ask(`GET ${path}/seats?limit=3&cursor=${next_cursor}`)
  await play.ask(`GET ${path}/seats?status=GONE`)
  await play.ask(`GET ${path}/seats/C1`)
  await play.ask(`GET ${path}/seats/Z9`)
  const search = `/v1/search?q=${word}`
  await play.settled<SearchBody>(search, ({ total }) => total === 1)
  await play.ask(`GET ${search}`)
  await play.ask(`GET ${search}&city=Paris`)
  await play.ask('GET /v1/search?near=91,0')
}

/** What is as it is on every platform, and what is nowhere. */
export async function knock(play: Recorder): Promise<void> {
  // A store that was late to answer makes a gateway unready for a moment.
  await play.settled('/ready', () => true)
  for (const line of [
    'GET /health',
    'GET /ready',
    'GET /openapi.json',
    'GET /docs',
    'GET /v1/nothing',
    'GET /v1/events/4000000000',
    'GET /v1/events/one',
    'PUT /v1/reservations',
    'GET /v1/events?limit=0',
  ]) {
    await play.ask(line)
  }
  const xml = { 'content-type': 'text/xml' }
  await play.ask('POST /v1/auth/login', { body: '<a/>', headers: xml })
}

/** Seats are counted every few seconds. */
export async function lookAgain(
  play: Recorder,
  { path }: Staged,
  available: number,
): Promise<void> {
  await play.settled<EventBody>(path, (event) => event.available_seats === available)
  await play.ask(`GET ${path}`)
}
