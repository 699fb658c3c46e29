import {
  type InventoryService,
  type Reservation as ReservationMessage,
  ReservationStatus as Status,
} from '@usher/contracts'
import {
  type BookingId,
  type Currency,
  DomainError,
  type EventId,
  type ReservationId,
  type SeatNumber,
  type UserId,
} from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type {
  Inventory,
  Payer,
  Release,
  Reservation,
  ReservationStatus,
} from '../../ports/inventory.ts'

/** The calls of InventoryService that a sale makes. */
export type InventoryClient = Pick<
  Client<typeof InventoryService>,
  'getReservation' | 'beginPayment' | 'abandonPayment' | 'confirmReservation' | 'releaseBookedSeats'
>

export function rpcInventory(client: InventoryClient): Inventory {
  return {
    async reservation(reservationId, userId) {
      return reservationFrom((await client.getReservation({ reservationId, userId })).reservation)
    },
    async beginPayment({ reservationId, userId, bookingId }) {
      const answer = await client.beginPayment({ reservationId, userId, bookingId })
      return reservationFrom(answer.reservation)
    },
    async abandonPayment({ reservationId, bookingId }) {
      await client.abandonPayment({ reservationId, bookingId })
    },
    async confirmReservation({ reservationId, bookingId }) {
      await client.confirmReservation({ reservationId, bookingId, honourLate: true })
    },
    releaseBookedSeats: (release) => releaseBookedSeats(client, release),
  }
}

async function releaseBookedSeats(
  client: InventoryClient,
  { places, ...release }: Payer & Release,
): Promise<void> {
  const seats = [...(places?.seats ?? [])]
  await client.releaseBookedSeats({ ...release, seats, areas: { ...places?.areas } })
}

const statuses: Readonly<Record<Status, ReservationStatus | undefined>> = {
  [Status.UNSPECIFIED]: undefined,
  [Status.ACTIVE]: 'ACTIVE',
  [Status.PAYING]: 'PAYING',
  [Status.CONFIRMED]: 'CONFIRMED',
  [Status.EXPIRED]: 'EXPIRED',
  [Status.RELEASED]: 'RELEASED',
}

function reservationFrom(message: ReservationMessage | undefined): Reservation {
  const status = message && statuses[message.status]
  if (!message || !status) {
    throw new DomainError('unavailable', 'malformed_answer', 'inventory gave no reservation')
  }
  return {
    reservationId: message.reservationId as ReservationId,
    eventId: message.eventId as EventId,
    userId: message.userId as UserId,
    status,
    seats: message.seats.map(({ seatNumber, section, rowNumber, category, priceMinor }) => ({
      seatNumber: seatNumber as SeatNumber,
      section,
      rowNumber,
      category,
      priceMinor: Number(priceMinor),
      cancelled: false,
    })),
    areas: message.areas.map(({ area, quantity, category, priceMinor }) => ({
      area,
      quantity,
      category,
      priceMinor: Number(priceMinor),
      cancelled: 0,
    })),
    totalMinor: Number(message.totalMinor),
    currency: message.currency as Currency,
    expiresAtMs: Number(message.expiresAtMs),
    bookingId: message.bookingId as BookingId | '',
  }
}
