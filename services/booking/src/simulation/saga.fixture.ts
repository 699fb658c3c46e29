import { BookingStatus, EventStatus, PaymentStatus, ReservationStatus } from '@usher/contracts'
import { isDomainError, newId, type UserId } from '@usher/kernel'
import type { Booking } from '../domain/booking.ts'
import { breaches } from './check.fixture.ts'
import { doorBreaches } from './door-check.fixture.ts'
import { type FaultRates, noFaults } from './faults.fixture.ts'
import { isUndecided, tokens } from './payment-model.fixture.ts'
import { World, type WorldOptions } from './world.fixture.ts'

const SEATS = [...'ABCDEFGHIJKLMNOP'] as const
const ACTIONS = 40
const CHALLENGE_MS = 60_000
/** Longer than any wait that recovery may impose after the world has healed. */
const HEALING_MS = 20 * 60_000

/** What a run did and what it broke; both the same for the same seed. */
export interface SagaRun {
  readonly trace: readonly string[]
  readonly breaches: readonly string[]
}

/**
 * Buyers, cards, cancellations, crashes and a faulty network, from a seed; then peace, recovery and
 * the invariants.
 */
export async function runSaga(seed: number, options: WorldOptions = {}): Promise<SagaRun> {
  const limits = { challengeMs: CHALLENGE_MS, ...options.limits }
  const world = await World.open({ ...options, seed, limits })
  const saga = new Saga(world)
  world.rates = saga.badNetwork()
  for (let i = 0; i < ACTIONS; i++) await saga.act()
  await saga.heal()
  return {
    trace: saga.trace,
    breaches: [...(await breaches(world)), ...(await saga.lostPromises())],
  }
}

type Action = () => void | Promise<void>

class Saga {
  readonly trace: string[] = []
  readonly #world: World
  /** Bookings that a buyer was told are CONFIRMED. */
  readonly #sold = new Set<string>()
  /** Tickets with which a door was told to let somebody in, once for each time. */
  readonly #admitted: string[] = []
  /** Seats of bookings that a buyer was told are cancelled. */
  readonly #cancelled = new Set<string>()
  readonly #reservations: { reservationId: string; userId: UserId }[] = []
  #eventCancelled = false

  constructor(world: World) {
    this.#world = world
  }

  badNetwork(): FaultRates {
    const some = () => (this.#chance(0.5) ? 0 : this.#world.random.fraction() * 0.15)
    return {
      before: some(),
      after: some(),
      hang: some() / 2,
      hangAfter: some() / 2,
      twice: some(),
      delayMs: this.#chance(0.5) ? 0 : 50,
    }
  }

  async act(): Promise<void> {
    const actions: readonly [weight: number, action: Action][] = [
      [6, () => this.#reserve()],
      [12, () => this.#book()],
      [6, () => this.#cancel()],
      [3, () => this.#checkIn()],
      [3, () => this.#settle()],
      [2, () => this.#decide()],
      [2, () => this.#expire()],
      [1, () => this.#loseSeats()],
      [1, () => this.#silence()],
      [0.5, () => this.#swap()],
      [1, () => this.#takeMoney()],
      [1.5, () => this.#crash()],
      [0.2, () => this.#cancelEvent()],
      [3, () => this.#wait()],
    ]
    let at = this.#world.random.fraction() * actions.reduce((sum, [weight]) => sum + weight, 0)
    const chosen = actions.find(([weight]) => (at -= weight) < 0)
    await chosen?.[1]()
    await this.#world.clock.advance(this.#below(20))
  }

  /** Everything works again; buyers of open challenges come back or do not. */
  async heal(): Promise<void> {
    const world = this.#world
    world.rates = noFaults
    world.payment.silent = false
    if (this.#eventCancelled) this.#tellOfCancelledEvent()
    for (let ms = 0; ms < HEALING_MS; ms += 5000) {
      this.#breakSilence()
      await this.#repeatWebhooks()
      await world.pass(5000, 5000)
      if (ms > 2 * CHALLENGE_MS && (await this.#isQuiet())) return
    }
  }

  /** Every silent provider finds its voice; of the challenges some are completed, some never. */
  #breakSilence(): void {
    for (const payment of this.#world.payment.payments.values()) {
      const { paymentId, status } = payment
      if (status === PaymentStatus.PROCESSING) this.#decideOne(paymentId)
      else if (isUndecided(payment) && this.#chance(0.05)) this.#decideOne(paymentId)
    }
  }

  /** I2: what was acknowledged as sold is sold, what was acknowledged as cancelled is cancelled. */
  async lostPromises(): Promise<readonly string[]> {
    const bookings = await this.#world.allBookings()
    const sold = new Set<string>(
      bookings
        .filter(({ status }) => status === 'CONFIRMED' || status === 'CANCELLED')
        .map(({ bookingId }) => bookingId),
    )
    const cancelled = new Set(
      bookings.flatMap((each) =>
        namesOf({ ...each, seats: each.seats.filter((seat) => seat.cancelled) }),
      ),
    )
    return [
      ...[...this.#sold].filter((each) => !sold.has(each)).map((each) => `I2 ${each} was lost`),
      ...[...this.#cancelled]
        .filter((each) => !cancelled.has(each))
        .map((each) => `I2 ${each} is back`),
      ...doorBreaches(bookings, this.#admitted, await this.#world.inside()),
    ]
  }

  async #isQuiet(): Promise<boolean> {
    const due = await this.#world.bookings.due(Number.MAX_SAFE_INTEGER - 1, 1)
    return due.length === 0
  }

  #reserve(): void {
    const { clock, random, inventory } = this.#world
    const ids = { clock, random }
    const wanted = { reservationId: newId(ids, 'reservation'), userId: newId(ids, 'user') }
    const seats = SEATS.filter(() => this.#chance(0.12))
    const places = this.#below(3)
    const priceMinor = this.#chance(0.05) && places === 0 ? 0 : 1500
    if (seats.length + places === 0) return
    if (!inventory.reserve({ ...wanted, seats, places, priceMinor })) return
    this.#note(`reserve ${seats.join()}+${places}`)
    this.#reservations.push(wanted)
  }

  /** Impatient buyers send the request twice, and again later. */
  #book(): void {
    const chosen = this.#pick(this.#reservations)
    if (!chosen) return
    const paymentToken = this.#pick(tokens) ?? 'tok_ok'
    const operationId = this.#chance(0.7) ? `${chosen.reservationId}-${this.#below(2)}` : ''
    const request = { ...chosen, provider: 'sandbox', paymentToken, operationId }
    for (let i = this.#chance(0.2) ? 2 : 1; i > 0; i--) {
      this.#note(`book ${chosen.reservationId} with ${paymentToken}`)
      this.#send(async () => {
        const { booking } = await this.#world.client.createBooking(request)
        if (booking?.status === BookingStatus.CONFIRMED) this.#sold.add(booking.bookingId)
      })
    }
  }

  async #cancel(): Promise<void> {
    const booking = this.#pick(await this.#world.allBookings())
    if (!booking) return
    const { bookingId, userId } = booking
    for (let i = this.#chance(0.4) ? 2 : 1; i > 0; i--) {
      const seat = this.#chance(0.7) ? this.#pick(booking.seats)?.seatNumber : undefined
      const seats = seat ? [seat] : []
      const operationId = this.#chance(0.5) ? `cancel-${seat ?? 'all'}` : ''
      this.#note(`cancel ${bookingId} ${seat ?? 'all'}`)
      this.#send(async () => {
        const request = { bookingId, userId, seats, operationId }
        await this.#world.client.cancelBooking(request)
        const named = booking.seats.filter(({ seatNumber }) => !seat || seatNumber === seat)
        for (const each of namesOf({ ...booking, seats: named })) this.#cancelled.add(each)
      })
    }
  }

  async #settle(): Promise<void> {
    const booking = this.#pick(await this.#world.allBookings())
    if (!booking) return
    const { bookingId } = booking
    for (let i = 0; i < 2; i++) this.#send(() => this.#world.client.settleBooking({ bookingId }))
  }

  #decide(): void {
    const undecided = [...this.#world.payment.payments.values()].filter(isUndecided)
    const payment = this.#pick(undecided)
    if (payment) this.#decideOne(payment.paymentId)
  }

  #decideOne(paymentId: string): void {
    this.#note(`decide ${paymentId}`)
    const { AUTHORIZED, DECLINED } = PaymentStatus
    this.#world.payment.decide(paymentId, this.#chance(0.7) ? AUTHORIZED : DECLINED)
  }

  #expire(): void {
    const chosen = this.#pick(this.#reservations)
    if (!chosen) return
    this.#note(`expire ${chosen.reservationId}`)
    this.#world.inventory.expire(chosen.reservationId)
  }

  /**
   * An operator, or a bug, takes the seats of a reservation that is being paid: the money must go
   * back.
   */
  #loseSeats(): void {
    const chosen = this.#pick(this.#reservations)
    const reservation = chosen && this.#world.inventory.reservations.get(chosen.reservationId)
    if (reservation?.status !== ReservationStatus.PAYING) return
    this.#note(`lose the seats of ${reservation.reservationId}`)
    this.#world.inventory.loseSeats(reservation.reservationId, 'thief')
  }

  /**
   * A buyer with two windows: the seats change between the look at the reservation and the payment.
   */
  #swap(): void {
    const { inventory } = this.#world
    const chosen = this.#pick(this.#reservations)
    const reservation = chosen && inventory.reservations.get(chosen.reservationId)
    const seat = this.#pick(SEATS.filter((each) => !inventory.seats.has(each)))
    if (reservation?.status !== ReservationStatus.ACTIVE || !seat) return
    this.#note(`swap ${reservation.reservationId} for ${seat}`)
    inventory.swap(reservation.reservationId, [seat])
  }

  /**
   * A payment method that moves money late, whatever was agreed; its webhook comes and comes again.
   */
  #takeMoney(): void {
    const payment = this.#pick([...this.#world.payment.payments.values()])
    if (!payment) return
    this.#note(`late money for ${payment.paymentId}`)
    this.#world.payment.takeMoney(payment.paymentId)
  }

  /** A provider repeats its webhooks for days. */
  async #repeatWebhooks(): Promise<void> {
    for (const { bookingId } of await this.#world.allBookings()) {
      this.#send(() => this.#world.client.settleBooking({ bookingId }))
    }
  }

  #silence(): void {
    this.#world.payment.silent = !this.#world.payment.silent
    this.#note(`provider silent: ${this.#world.payment.silent}`)
  }

  async #crash(): Promise<void> {
    this.#note('crash')
    await this.#world.crash()
  }

  #cancelEvent(): void {
    this.#note('cancel the event')
    this.#eventCancelled = true
    this.#tellOfCancelledEvent()
  }

  /** Two doors scan one ticket at once. */
  #checkIn(): void {
    const bookingId = this.#pick([...this.#sold])
    const number = this.#below(2)
    if (!bookingId) return
    this.#note(`two doors scan ${bookingId}.${number + 1}`)
    this.#send(async () => {
      const { tickets } = await this.#world.tickets.getTickets({ bookingId })
      const code = tickets[number]?.code
      if (!code) return
      for (const scannerId of ['north', 'south']) this.#send(() => this.#scan(code, scannerId))
    })
  }

  async #scan(code: string, scannerId: string): Promise<void> {
    const { eventId } = this.#world.inventory
    const { admitted, ticket } = await this.#world.tickets.checkIn({ eventId, code, scannerId })
    if (admitted && ticket) this.#admitted.push(ticket.ticketId)
  }

  /** At least once, as the bus delivers it. */
  #tellOfCancelledEvent(): void {
    const [consumer] = this.#world.consumers
    const event = { eventId: this.#world.inventory.eventId, status: EventStatus.CANCELLED }
    this.#send(async () => consumer?.handle({ event } as never, {} as never))
  }

  async #wait(): Promise<void> {
    this.#note('wait')
    await this.#world.pass(this.#below(20) * 1000)
  }

  /** Nobody waits for the answer: it may never come. Anything but an expected error is a bug. */
  #send(request: () => Promise<unknown>): void {
    request().catch((error: unknown) => {
      if (!isDomainError(error)) throw error
    })
  }

  #note(line: string): void {
    this.trace.push(`${this.#world.clock.monotonicMs()} ${line}`)
  }

  #chance(share: number): boolean {
    return this.#world.random.fraction() < share
  }

  #below(limit: number): number {
    return Math.floor(this.#world.random.fraction() * limit)
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.#below(items.length)]
  }
}

function namesOf({ bookingId, seats }: Booking): string[] {
  return seats.map(({ seatNumber }) => `${bookingId} ${seatNumber}`)
}
