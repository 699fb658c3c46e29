import { randomUUID } from 'node:crypto'
import type { TokensBody, UserBody } from './bodies.ts'
import { expectStatus, Rest } from './rest.ts'

/** Somebody with an account who has logged in. */
export interface Person {
  readonly userId: string
  readonly email: string
  readonly password: string
  readonly token: string
  readonly refreshToken: string
  readonly rest: Rest
}

const PASSWORD = 'correct horse battery staple'

export async function newBuyer(url: string): Promise<Person> {
  const rest = new Rest(url)
  const email = `${randomUUID()}@buyers.example`
  const registration = { email, password: PASSWORD, name: 'Blanca Buyer' }
  expectStatus(await rest.post<UserBody>('/v1/auth/register', registration), 201)
  return logIn(url, { email, password: PASSWORD })
}

/** As many buyers, all at once. */
export function newBuyers(url: string, count: number): Promise<Person[]> {
  return Promise.all(Array.from({ length: count }, () => newBuyer(url)))
}

export async function newOrganizer(url: string): Promise<Person> {
  const person = await newBuyer(url)
  expectStatus(await person.rest.post('/v1/organizers', { name: 'House of Tests' }), 201)
  return person
}

export async function logIn(
  url: string,
  { email, password }: { email: string; password: string },
): Promise<Person> {
  const rest = new Rest(url)
  const tokens = expectStatus(
    await rest.post<TokensBody>('/v1/auth/login', { email, password }),
    200,
  )
  const { access_token: token, refresh_token: refreshToken } = tokens
  const own = rest.as(token)
  const { user_id: userId } = expectStatus(await own.get<UserBody>('/v1/auth/me'), 200)
  return { userId, email, password, token, refreshToken, rest: own }
}
