/** The languages in which tickets are printed; everything else is printed in English. */
export const ticketLanguages = ['en', 'es', 'zh-TW'] as const
export type TicketLanguage = (typeof ticketLanguages)[number]

/** What stands on a ticket besides facts. */
export interface TicketWords {
  readonly ticket: string
  readonly section: string
  readonly row: string
  readonly seat: string
  readonly area: string
  /** In place of a seat: any place of the area is yours. */
  readonly freeSeating: string
  readonly category: string
  readonly price: string
  readonly booking: string
  readonly venue: string
  /** Of how many: `2 / 4`. */
  readonly number: string
  readonly admitsOne: string
  readonly seats: string
}

export const ticketWords: Readonly<Record<TicketLanguage, TicketWords>> = {
  en: {
    ticket: 'Ticket',
    section: 'Section',
    row: 'Row',
    seat: 'Seat',
    area: 'Area',
    freeSeating: 'Free seating',
    category: 'Category',
    price: 'Price',
    booking: 'Booking',
    venue: 'Venue',
    number: 'Ticket',
    admitsOne: 'Admits one, once. Show the code at the entrance; keep it to yourself.',
    seats: 'Places',
  },
  es: {
    ticket: 'Entrada',
    section: 'Sector',
    row: 'Fila',
    seat: 'Asiento',
    area: 'Zona',
    freeSeating: 'Sin numerar',
    category: 'Categoría',
    price: 'Precio',
    booking: 'Reserva',
    venue: 'Lugar',
    number: 'Entrada',
    admitsOne: 'Válida para una persona, una vez. Muestre el código en la puerta; no lo comparta.',
    seats: 'Localidades',
  },
  'zh-TW': {
    ticket: '入場券',
    section: '區域',
    row: '排',
    seat: '座位',
    area: '區域',
    freeSeating: '自由入座',
    category: '票種',
    price: '票價',
    booking: '訂單編號',
    venue: '地點',
    number: '票券',
    admitsOne: '限一人使用一次。入場時請出示條碼，請勿轉傳他人。',
    seats: '座位',
  },
}

/**
 * The first of these BCP 47 tags that says a language we print in. Readers of any Chinese are
 * better served with the traditional script than with English.
 */
export function ticketLanguage(...tags: readonly string[]): TicketLanguage {
  for (const tag of tags) {
    const [language] = tag.toLowerCase().split(/[-_]/)
    if (language === 'zh') return 'zh-TW'
    if (language === 'en' || language === 'es') return language
  }
  return 'en'
}
