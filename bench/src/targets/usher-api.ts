import { type Hall, seatMapOf } from '../hall.ts'

const ORGANIZER = 'organizer@bench.example'
const PASSWORD = 'a benchmark password'
const DAY_MS = 86_400_000
/** Buyers who register at once: Usher hashes two passwords at a time and turns a crowd away. */
const REGISTERING = 8

/** What the benchmark asks of Usher before it begins, over the public API. */
export class UsherApi {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** Publishes `count` events in `hall`; answers their ids. */
  async createEvents(hall: Hall, count: number): Promise<readonly number[]> {
    await this.#register(ORGANIZER)
    const login = () => this.#login(ORGANIZER)
    await this.#send('POST', '/v1/organizers', { name: 'Benchmark' }, await login())
    const token = await login()
    const venue = {
      venue_name: 'Hall',
      city: 'Madrid',
      country: 'ES',
      time_zone: 'Europe/Madrid',
    }
    const { venue_id: venueId } = await this.#send('POST', '/v1/venues', venue, token)
    const seatMap = seatMapOf(hall)
    const ids: number[] = []
    for (let i = 0; i < count; i++) {
      const event = {
        venue_id: venueId,
        event_name: `On-sale ${i + 1}`,
        event_date: new Date(Date.now() + 30 * DAY_MS).toISOString(),
        currency: 'EUR',
        orphan_rule: 'off',
        max_seats_per_buyer: 0,
      }
      const { event_id: eventId } = await this.#send('POST', '/v1/events', event, token)
      await this.#send('PUT', `/v1/events/${String(eventId)}/seat-map`, seatMap, token)
      await this.#send('POST', `/v1/events/${String(eventId)}/publish`, undefined, token)
      ids.push(Number(eventId))
    }
    return ids
  }

  /** Registers and logs in `count` people who scan at the doors of the events created before. */
  async createScanners(count: number): Promise<readonly string[]> {
    if (count === 0) return []
    const organizer = await this.#login(ORGANIZER)
    return this.#createPeople(count, async (number) => {
      const email = `scanner-${number}@bench.example`
      await this.#register(email)
      await this.#send('POST', '/v1/organizers/scanners', { email }, organizer)
      return this.#login(email)
    })
  }

  /** Registers and logs in `count` buyers; answers their access tokens. */
  createBuyers(count: number): Promise<readonly string[]> {
    return this.#createPeople(count, async (number) => {
      const email = `buyer-${number}@bench.example`
      await this.#register(email)
      return this.#login(email)
    })
  }

  /** The codes of a booking's tickets. */
  async ticketCodes(bookingId: string, token: string): Promise<readonly string[]> {
    const path = `/v1/bookings/${bookingId}/tickets`
    const { data } = await this.#send('GET', path, undefined, token)
    return (data as { code: string }[]).map(({ code }) => code)
  }

  async #createPeople(
    count: number,
    create: (number: number) => Promise<string>,
  ): Promise<readonly string[]> {
    const tokens: string[] = []
    let begun = 0
    const createSome = async (): Promise<void> => {
      while (begun < count) {
        const number = begun++
        tokens[number] = await create(number)
      }
    }
    await Promise.all(Array.from({ length: REGISTERING }, createSome))
    return tokens
  }

  async #register(email: string): Promise<void> {
    await this.#send('POST', '/v1/auth/register', { email, password: PASSWORD, name: email })
  }

  async #login(email: string): Promise<string> {
    const tokens = await this.#send('POST', '/v1/auth/login', { email, password: PASSWORD })
    return String(tokens['access_token'])
  }

  async #send(
    method: string,
    path: string,
    body: object | undefined,
    token?: string,
  ): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text ? (JSON.parse(text) as Record<string, unknown>) : {}
  }
}
