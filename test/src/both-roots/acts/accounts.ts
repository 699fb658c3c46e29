import { randomUUID } from 'node:crypto'
import type { TokensBody } from '../../e2e/bodies.ts'
import type { Recorder } from '../recorder.ts'

export interface Player {
  readonly email: string
  readonly token: string
}

export interface Cast {
  readonly organizer: Player
  readonly scanner: Player
  readonly buyer: Player
  readonly rival: Player
}

const PASSWORD = 'correct horse battery staple'

export async function openAccounts(play: Recorder): Promise<Cast> {
  const organizer = await enter(play, 'Olga')
  await play.ask('POST /v1/organizers', { token: organizer.token, body: { name: 'The House' } })
  const cast = {
    organizer,
    scanner: await enter(play, 'Sami'),
    buyer: await enter(play, 'Blanca'),
    rival: await enter(play, 'Rosa'),
  }
  await play.ask('POST /v1/organizers/scanners', {
    token: organizer.token,
    body: { email: cast.scanner.email },
  })
  await refuseStrangers(play, cast)
  return cast
}

async function enter(play: Recorder, name: string): Promise<Player> {
  const email = `${randomUUID()}@example.org`
  await play.ask('POST /v1/auth/register', { body: { email, password: PASSWORD, name } })
  const body = { email, password: PASSWORD }
  const { access_token: token } = await play.ask<TokensBody>('POST /v1/auth/login', { body })
  await play.ask('GET /v1/auth/me', { token })
  return { email, token }
}

async function refuseStrangers(play: Recorder, { rival }: Cast): Promise<void> {
  const { email } = rival
  const again = { email, password: PASSWORD, name: 'Somebody else' }
  await play.ask('POST /v1/auth/register', { body: again })
  await play.ask('POST /v1/auth/register', { body: { email: 'nobody', password: 'x' } })
  await play.ask('POST /v1/auth/login', { body: { email, password: 'wrong' } })
  await play.ask('GET /v1/auth/me')
  await play.ask('GET /v1/auth/me', { token: 'no-token' })
  const credentials = { email, password: PASSWORD }
  const { refresh_token } = await play.ask<TokensBody>('POST /v1/auth/login', { body: credentials })
  await play.ask('POST /v1/auth/refresh', { body: { refresh_token } })
  await play.ask('POST /v1/auth/refresh', { body: { refresh_token } })
  await play.ask('POST /v1/auth/logout', { body: { refresh_token } })
}
