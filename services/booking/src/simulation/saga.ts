import { BookingStatus, EventStatus, PaymentStatus, ReservationStatus } from '@usher/contracts'
import { isDomainError, newId, type UserId } from '@usher/kernel'
import { breaches } from './check.ts'
import { type FaultRates, noFaults } from './faults.ts'
import { isUndecided, tokens } from './payment-model.ts'
import { World, type WorldOptions } from './world.ts'

const SEATS = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8'] as const
const ACTIONS = 30
const CHALLENGE_MS = 60_000
/** Longer than any wait that recovery may impose after the world has healed. */
const HEALING_MS = 20 * 60_000

/** What a run did and what it broke; both the same for the same seed. */
export interface SagaRun {
  readonly trace: readonly string[]
  readonly breaches: readonly string[]
}

/** Buyers, cards, cancellations, crashes and a faulty network, from a seed; then peace, recovery and the invariants. */
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
  readonly #promised = new Set<string>()
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
      [4, () => this.#reserve()],
      [8, () => this.#book()],
      [3, () => this.#cancel()],
      [3, () => this.#settle()],
      [2, () => this.#decide()],
      [2, () => this.#expire()],
      [1, () => this.#loseSeats()],
      [1, () => this.#silence()],
      [2, () => this.#crash()],
      [0.3, () => this.#cancelEvent()],
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

  /** I2: what was acknowledged as sold is sold, unless it was cancelled since. */
  async lostPromises(): Promise<readonly string[]> {
    const bookings = new Map(
      (await this.#world.allBookings()).map((each) => [each.bookingId, each]),
    )
    return [...this.#promised]
      .filter((bookingId) => {
        const status = bookings.get(bookingId as never)?.status
        return status !== 'CONFIRMED' && status !== 'CANCELLED'
      })
      .map((bookingId) => `I2 ${bookingId} was acknowledged and is lost`)
  }

  async #isQuiet(): Promise<boolean> {
    const due = await this.#world.bookings.due(Number.MAX_SAFE_INTEGER - 1, 1)
    return due.length === 0
  }

  #reserve(): void {
    const { clock, random, inventory } = this.#world
    const ids = { clock, random }
    const wanted = { reservationId: newId(ids, 'reservation'), userId: newId(ids, 'user') }
    const seats = SEATS.filter(() => this.#chance(0.3))
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
        if (booking?.status === BookingStatus.CONFIRMED) this.#promised.add(booking.bookingId)
      })
    }
  }

  async #cancel(): Promise<void> {
    const booking = this.#pick(await this.#world.allBookings())
    if (!booking) return
    const { bookingId, userId } = booking
    const seats = this.#chance(0.5)
      ? []
      : booking.seats.map(({ seatNumber }) => seatNumber).slice(0, 1)
    const operationId = this.#chance(0.5) ? `cancel-${this.#below(2)}` : ''
    for (let i = this.#chance(0.3) ? 2 : 1; i > 0; i--) {
      this.#note(`cancel ${bookingId} ${seats.join() || 'all'}`)
      this.#send(() => this.#world.client.cancelBooking({ bookingId, userId, seats, operationId }))
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

  /** An operator, or a bug, takes the seats of a reservation that is being paid: the money must go back. */
  #loseSeats(): void {
    const chosen = this.#pick(this.#reservations)
    const reservation = chosen && this.#world.inventory.reservations.get(chosen.reservationId)
    if (reservation?.status !== ReservationStatus.PAYING) return
    this.#note(`lose the seats of ${reservation.reservationId}`)
    this.#world.inventory.loseSeats(reservation.reservationId, 'thief')
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

  /** At least once, as the bus delivers it. */
  #tellOfCancelledEvent(): void {
    const [consumer] = this.#world.service.consumers
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
