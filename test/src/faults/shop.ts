import { eventOnSale } from '../e2e/box-office.ts'
import { newBuyers, newOrganizer, type Person } from '../e2e/people.ts'
import type { Platform } from '../e2e/platform.ts'
import { Shopper } from './shopper.ts'

const ROWS = 20
const SEATS_A_ROW = 30
const AREA = 'Lawn'

/** An event that many want to go to, and they who do. */
export async function openShop({ url }: Pick<Platform, 'url'>, count: number): Promise<Shopper[]> {
  return (await openShopOf(await newOrganizer(url), count)).shoppers
}

/** The same at the house of that organizer. */
export async function openShopOf(
  organizer: Person,
  count: number,
): Promise<{ readonly eventId: number; readonly shoppers: Shopper[] }> {
  const eventId = await eventOnSale(organizer, { map: hall() })
  const buyers = await newBuyers(organizer.rest.url, count)
  const shop = { eventId, seats: seatNumbers(), area: AREA }
  return { eventId, shoppers: buyers.map(({ token }) => new Shopper(token, shop)) }
}

function hall() {
  const rows = Array.from({ length: ROWS }, (_, row) => ({
    name: `R${row + 1}`,
    seats: Array.from({ length: SEATS_A_ROW }, (_, seat) => ({
      seat_number: seatNumber(row, seat),
      category: 'Seat',
    })),
  }))
  return {
    categories: [
      { name: 'Seat', price: '30.00' },
      { name: 'Grass', price: '7.50' },
    ],
    sections: [{ name: 'Stalls', rows }],
    areas: [{ name: AREA, category: 'Grass', capacity: 100_000 }],
  }
}

function seatNumbers(): string[] {
  return Array.from({ length: ROWS * SEATS_A_ROW }, (_, index) =>
    seatNumber(Math.floor(index / SEATS_A_ROW), index % SEATS_A_ROW),
  )
}

function seatNumber(row: number, seat: number): string {
  return `R${row + 1}-${seat + 1}`
}
