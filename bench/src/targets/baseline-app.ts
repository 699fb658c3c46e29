import Fastify, { type FastifyInstance } from 'fastify'
import { generateKeyPair, jwtVerify, SignJWT } from 'jose'

const BUYERS = 50
/** As Usher's: a crowd that connects at once is not turned away. */
const BACKLOG = 4096

/** The two requests of a sale, in the form that Usher answers them. */
export interface BaselineSale {
  reserve(sale: {
    userId: string
    eventId: number
    seats: readonly string[]
  }): Promise<{ reservationId: string }>
  book(sale: {
    userId: string
    reservationId: string
    idempotencyKey: string
  }): Promise<{ bookingId: string }>
}

/** The server, and the access tokens of its buyers. */
export interface Baseline {
  readonly app: FastifyInstance
  readonly tokens: readonly string[]
}

/** What the server prints as its first line, once it answers. */
export interface BaselineReady {
  readonly port: number
  readonly tokens: readonly string[]
}

/** The baseline cannot give these seats. */
export class SeatsTaken extends Error {}

/**
 * The same HTTP server, validation and token check that Usher has, around another way to sell. A
 * token is verified once and then remembered, as in Usher.
 */
export async function baselineApp(sale: BaselineSale): Promise<Baseline> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA')
  const known = new Map<string, string>()
  const userOf = async (authorization = ''): Promise<string> => {
    const token = authorization.slice(7)
    const cached = known.get(token)
    if (cached) return cached
    const { payload } = await jwtVerify(token, publicKey)
    known.set(token, payload.sub ?? '')
    return payload.sub ?? ''
  }
  const app = Fastify()
  app.post<{ Body: { event_id: number; seats: string[] } }>(
    '/v1/reservations',
    { schema: { body: reservationBody, response: { 201: answer('reservation_id') } } },
    async (request, reply) => {
      const userId = await userOf(request.headers.authorization)
      const { event_id: eventId, seats } = request.body
      const { reservationId } = await sale.reserve({ userId, eventId, seats })
      return reply.code(201).send({ reservation_id: reservationId })
    },
  )
  app.post<{ Body: { reservation_id: string } }>(
    '/v1/bookings',
    { schema: { body: bookingBody, response: { 201: answer('booking_id') } } },
    async (request, reply) => {
      const userId = await userOf(request.headers.authorization)
      const idempotencyKey = String(request.headers['idempotency-key'])
      const reservationId = request.body.reservation_id
      const { bookingId } = await sale.book({ userId, reservationId, idempotencyKey })
      return reply.code(201).send({ booking_id: bookingId })
    },
  )
  app.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof SeatsTaken ? 409 : 500).send({ title: String(error) }),
  )
  const tokens = await Promise.all(
    Array.from({ length: BUYERS }, (_, i) =>
      new SignJWT({ roles: ['buyer'] })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setSubject(`user_${i}`)
        .setExpirationTime('10m')
        .sign(privateKey),
    ),
  )
  return { app, tokens }
}

/** Serves on a free port until this process is told to end, or nobody is left to tell it. */
export async function serveBaseline(
  { app, tokens }: Baseline,
  close: () => Promise<void>,
): Promise<void> {
  await app.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG })
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  process.stdout.write(`${JSON.stringify({ port, tokens } satisfies BaselineReady)}\n`)
  process.on('disconnect', () => process.exit(0))
  process.on('SIGTERM', () => {
    void app
      .close()
      .then(close)
      .then(() => process.exit(0))
  })
}

const reservationBody = {
  type: 'object',
  required: ['event_id', 'seats'],
  additionalProperties: false,
  properties: {
    event_id: { type: 'integer' },
    seats: { type: 'array', maxItems: 20, items: { type: 'string', maxLength: 64 } },
  },
}

const bookingBody = {
  type: 'object',
  required: ['reservation_id', 'payment'],
  additionalProperties: false,
  properties: {
    reservation_id: { type: 'string' },
    payment: {
      type: 'object',
      properties: { provider: { type: 'string' }, token: { type: 'string' } },
    },
  },
}

function answer(name: string) {
  return { type: 'object', properties: { [name]: { type: 'string' } } }
}
