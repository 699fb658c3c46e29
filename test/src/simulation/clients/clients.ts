import type { ServiceClients } from '@usher/api-gateway'
import { type Booking, BookingStatus, type Reservation } from '@usher/contracts'
import type { House, SimulatedEvent } from '../house.ts'
import type { Step } from '../plan/steps.ts'
import type { World } from '../world.ts'
import { Calls } from './calls.ts'
import { History, type ToldBooking, type ToldReservation } from './history.ts'

type Of<Kind extends Step['do']> = Extract<Step, { readonly do: Kind }>

/** The people of a simulation: buyers, an organizer, and somebody who sends webhooks again. */
export class Clients {
  readonly history = new History()
  readonly calls: Calls
  readonly #world: World
  readonly #house: House
  readonly #repeatable: (() => void)[] = []
  readonly #challenges: string[] = []
  #operations = 0

  constructor(world: World, house: House) {
    this.#world = world
    this.#house = house
    this.calls = new Calls(world, this.history)
  }

  /** Does what the step says, as far as clients do it; time and crashes are the world's. */
  perform(step: Step): void {
    switch (step.do) {
      case 'reserve':
      case 'reserve_best':
      case 'reserve_area':
        return this.#reserve(step)
      case 'release':
        return this.#release(step)
      case 'extend':
        return this.#extend(step)
      case 'swap':
        return this.#swap(step)
      case 'book':
        return this.#book(step)
      case 'cancel':
      case 'cancel_seat':
        return this.#cancel(step)
      case 'repeat':
        return chosen(this.#repeatable, step.which)?.()
      case 'challenge':
        return this.#challenge(step)
      case 'webhook_again':
        return this.#webhookAgain(step)
      case 'block':
      case 'unblock':
        return this.#block(step)
      case 'cancel_event':
        return this.#cancelEvent(step)
      case 'wait':
      case 'leap':
      case 'crash':
    }
  }

  #reserve(step: Of<'reserve' | 'reserve_best' | 'reserve_area'>): void {
    const event = this.#event(step.event)
    const operationId = this.#operation()
    const request = {
      userId: buyerNamed(step.buyer),
      eventId: event.eventId,
      operationId,
      ...placesOf(step, event),
    }
    this.#beginRepeatable(step.do, (clients) => clients.inventory.reserveSeats(request), {
      told: ({ reservation }) => this.#toldReservation(reservation, operationId),
    })
  }

  #toldReservation(reservation: Reservation | undefined, operationId: string): void {
    if (reservation) this.history.reserved(reservation, operationId)
  }

  #release({ which }: Of<'release' | 'extend'>): void {
    const reservation = this.#reservation(which)
    if (!reservation) return
    reservation.touched = true
    this.calls.begin({
      name: 'release',
      send: ({ inventory }) => inventory.releaseReservation(ownOf(reservation)),
      told: () => (reservation.released = true),
    })
  }

  #extend({ which }: Of<'release' | 'extend'>): void {
    const reservation = this.#reservation(which)
    if (!reservation) return
    this.calls.begin({
      name: 'extend',
      send: ({ inventory }) => inventory.extendReservation(ownOf(reservation)),
      told: ({ reservation: now }) => {
        this.#world.sightings.saw('extended')
        const untilMs = Number(now?.expiresAtMs ?? 0)
        reservation.expiresAtMs = Math.max(reservation.expiresAtMs, untilMs)
      },
    })
  }

  #swap({ which, seat }: Of<'swap'>): void {
    const reservation = this.#reservation(which)
    const event = this.#house.events.find(({ eventId }) => eventId === reservation?.event)
    const given = reservation?.seats[0]
    if (!reservation || !event || !given) return
    reservation.touched = true
    const take = [event.seats[seat % event.seats.length] ?? '']
    this.calls.begin({
      name: 'swap',
      send: ({ inventory }) =>
        inventory.swapSeats({ ...ownOf(reservation), release: [given], take }),
      told: ({ reservation: now }) => {
        this.#world.sightings.saw('swapped')
        reservation.seats = now?.seats.map(({ seatNumber }) => seatNumber) ?? []
      },
    })
  }

  #book({ which, token }: Of<'book'>): void {
    const reservation = this.#unpaid(which)
    if (!reservation) return
    reservation.touched = true
    const operationId = this.#operation()
    const request = {
      ...ownOf(reservation),
      provider: 'sandbox',
      paymentToken: token,
      operationId,
    }
    this.#beginRepeatable(`book ${token}`, ({ booking }) => booking.createBooking(request), {
      told: ({ booking }) => this.#toldBooking(booking, operationId),
    })
  }

  #toldBooking(booking: Booking | undefined, operationId: string): void {
    if (!booking) return
    if (booking.challengeUrl) this.#challenges.push(booking.challengeUrl)
    if (booking.status !== BookingStatus.CONFIRMED) return
    this.#world.sightings.saw(booking.totalMinor === 0n ? 'free_booking' : 'booking_confirmed')
    this.history.confirmed(booking, operationId)
  }

  #cancel(step: Of<'cancel' | 'cancel_seat'>): void {
    const booking = this.#booking(step.which)
    const seat = booking?.seats.find((seatNumber) => !booking.seatsAsked.has(seatNumber))
    if (!booking || (step.do === 'cancel_seat' && !seat)) return
    const seats = step.do === 'cancel_seat' && seat ? [seat] : []
    if (seat && seats.length > 0) booking.seatsAsked.add(seat)
    else booking.wholeAsked = true
    const userId = this.history.reservations.get(booking.reservationId)?.buyer ?? ''
    const { bookingId } = booking
    const request = { bookingId, userId, seats, reason: 'asked', operationId: this.#operation() }
    this.#beginRepeatable(step.do, (clients) => clients.booking.cancelBooking(request), {
      told: ({ booking: now }) => {
        this.#world.sightings.saw(step.do)
        if (now) this.history.cancelled(now)
      },
    })
  }

  #challenge({ which, outcome }: Of<'challenge'>): void {
    const url = chosen(this.#challenges, which)
    if (!url) return
    this.calls.begin({
      name: `challenge ${outcome}`,
      send: async (_, { root }) =>
        root.gateway.app.inject({
          method: 'POST',
          url: new URL(url).pathname,
          payload: { outcome },
        }),
      told: ({ statusCode }) => {
        this.calls.note(`challenge answered ${statusCode}`)
        if (statusCode === 204) this.#world.sightings.saw(`challenge_${outcome}d`)
      },
    })
  }

  #webhookAgain({ which }: Of<'webhook_again'>): void {
    const envelope = chosen(this.#world.webhooks, which)
    if (!envelope) return
    this.calls.begin({
      name: 'webhook again',
      send: async ({ payment, booking }) => {
        const answer = await payment.handleWebhook({ provider: 'sandbox', ...envelope })
        if (answer.bookingId) await booking.settleBooking({ bookingId: answer.bookingId })
        return answer
      },
      told: ({ applied }) => {
        if (!applied) this.#world.sightings.saw('duplicate_webhook')
      },
    })
  }

  #block(step: Of<'block' | 'unblock'>): void {
    const event = this.#event(step.event)
    const seat = event.seats[step.seat % event.seats.length] ?? ''
    const key = `${event.eventId}#${seat}`
    const parts = { eventId: event.eventId, seats: [seat], userId: this.#house.organizer }
    if (step.do === 'unblock') this.history.unblockAsked(key)
    const asked = this.history.unblocksAsked(key)
    this.calls.begin({
      name: step.do,
      send: async ({ inventory }) => {
        const call = step.do === 'block' ? inventory.blockSeats : inventory.unblockSeats
        return await call({ ...parts, reason: 'camera' })
      },
      told: ({ changed }) => {
        if (changed !== 1) return
        this.#world.sightings.saw(`${step.do}ed`)
        if (step.do === 'block') this.history.blockedSince(key, asked)
      },
    })
  }

  #cancelEvent(step: Of<'cancel_event'>): void {
    const { eventId } = this.#event(step.event)
    this.history.eventCancelled(eventId)
    const request = { userId: this.#house.organizer, eventId, reason: 'illness' }
    this.calls.begin({
      name: 'cancel event',
      send: ({ events }) => events.cancelEvent(request),
      told: () => this.#world.sightings.saw('event_cancelled'),
    })
  }

  #beginRepeatable<Answer>(
    name: string,
    send: (clients: ServiceClients) => Promise<Answer>,
    { told }: { told: (answer: Answer) => void },
  ): void {
    this.calls.begin({ name, send, told })
    this.#repeatable.push(() => {
      this.#world.sightings.saw('repeated_request')
      this.calls.begin({ name: `${name} again`, send, told })
    })
  }

  #operation(): string {
    this.#operations += 1
    return `operation ${this.#operations}`
  }

  #event(index: number): SimulatedEvent {
    const event = this.#house.events[index % this.#house.events.length]
    if (!event) throw new RangeError('a house without events')
    return event
  }

  #reservation(which: number): ToldReservation | undefined {
    return chosen([...this.history.reservations.values()], which)
  }

  /** Mostly one that nobody has tried to pay or change. */
  #unpaid(which: number): ToldReservation | undefined {
    const untouched = [...this.history.reservations.values()].filter(({ touched }) => !touched)
    return which < 0.8 && untouched.length > 0 ? chosen(untouched, which) : this.#reservation(which)
  }

  #booking(which: number): ToldBooking | undefined {
    return chosen([...this.history.bookings.values()], which)
  }
}

function buyerNamed(buyer: number): string {
  return `user_0000000000000000000000000${buyer}`
}

function ownOf({ reservationId, buyer }: ToldReservation) {
  return { reservationId, userId: buyer }
}

/** One of them, the newest most often. */
function chosen<Item>(items: readonly Item[], which: number): Item | undefined {
  return items[items.length - 1 - Math.floor(which * which * items.length)]
}

function placesOf(
  step: Of<'reserve' | 'reserve_best' | 'reserve_area'>,
  { seats, area }: SimulatedEvent,
) {
  switch (step.do) {
    case 'reserve':
      return { seats: step.seats.map((index) => seats[index % seats.length] ?? '') }
    case 'reserve_best':
      return { bestAvailable: { quantity: step.quantity } }
    case 'reserve_area':
      return { areas: { [area]: step.quantity } }
  }
}
