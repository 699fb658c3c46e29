import type { Letter, LetterOf } from './letter.ts'
import { oneLine } from './mail.ts'
import type { Phrases } from './phrases.ts'
import { cancelledPlaces, placeText, priceOf, ticketsIn } from './places.ts'
import type { Place } from './sale-facts.ts'
import type { TextKey } from './texts/catalogues.ts'

export interface Labelled {
  readonly label: string
  readonly value: string
}

/** Seats with their prices, and what they come to. */
export interface Listing {
  readonly title: string
  readonly lines: readonly Labelled[]
  readonly totals: readonly Labelled[]
}

/** A mail in words, without a form: the text and the HTML are both made from it. */
export interface MailContent {
  readonly subject: string
  readonly preheader: string
  readonly title: string
  readonly event: string
  readonly greeting: string
  readonly paragraphs: readonly string[]
  readonly facts: readonly Labelled[]
  readonly listings: readonly Listing[]
  /** None or one: what the buyer is to click. */
  readonly actions: readonly { readonly label: string; readonly url: string }[]
  readonly notes: readonly string[]
  readonly footer: string
}

export function mailContent(letter: Letter, phrases: Phrases): MailContent {
  switch (letter.occasion) {
    case 'reservation_expiring':
      return expiringContent(letter, phrases)
    case 'booking_confirmed':
      return confirmedContent(letter, phrases)
    case 'booking_cancelled':
    case 'event_cancelled':
      return cancelledContent(letter, phrases)
  }
}

const MINUTE_MS = 60_000

function expiringContent(letter: LetterOf<'reservation_expiring'>, phrases: Phrases): MailContent {
  const { reservation, event, nowMs } = letter
  const { places, totalMinor, currency, expiresAtMs } = reservation
  const values = {
    event: oneLine(event.name),
    time: phrases.time(expiresAtMs),
    minutes: Math.max(1, Math.round((expiresAtMs - nowMs) / MINUTE_MS)),
  }
  const total = labelled(phrases, 'label.total', phrases.money(totalMinor, currency))
  return {
    ...opening(letter, phrases, values),
    paragraphs: [phrases.say('reservation_expiring.intro', values)],
    facts: [
      ...eventFacts(letter, phrases),
      labelled(phrases, 'label.kept_until', phrases.moment(expiresAtMs)),
    ],
    listings: [listing(phrases, 'list.seats', { places, currency, totals: [total] })],
    actions: action(letter, phrases.say('action.reservation')),
    notes: [phrases.say('reservation_expiring.ignore')],
    footer: phrases.say('footer.why_reservation'),
  }
}

function confirmedContent(letter: LetterOf<'booking_confirmed'>, phrases: Phrases): MailContent {
  const { booking, event } = letter
  const { places, totalMinor, refundedMinor, currency } = booking
  const values = {
    event: oneLine(event.name),
    tickets: ticketsIn(places),
    reference: booking.bookingReference,
  }
  const totals = [labelled(phrases, 'label.total', phrases.money(totalMinor, currency))]
  if (refundedMinor > 0) totals.push(refundLine(phrases, refundedMinor, currency))
  return {
    ...opening(letter, phrases, values),
    paragraphs: [phrases.say('booking_confirmed.intro', values)],
    facts: [...eventFacts(letter, phrases), referenceLine(letter, phrases)],
    listings: [listing(phrases, 'list.tickets', { places, currency, totals })],
    actions: action(letter, phrases.say('action.booking')),
    notes: [phrases.say('booking_confirmed.door'), phrases.say('booking_confirmed.care')],
    footer: phrases.say('footer.why'),
  }
}

function cancelledContent(
  letter: LetterOf<'booking_cancelled' | 'event_cancelled'>,
  phrases: Phrases,
): MailContent {
  const { booking, event, cancelled, occasion } = letter
  const { refundedMinor, currency, whole } = cancelled
  const amount = phrases.money(refundedMinor, currency)
  const values = {
    event: oneLine(event.name),
    whole: whole ? 'yes' : 'no',
    amount,
    reference: booking.bookingReference,
  }
  const totals = [refundLine(phrases, refundedMinor, currency)]
  const gone = cancelledPlaces(booking, cancelled)
  const listings = [listing(phrases, 'list.cancelled', { places: gone, currency, totals })]
  if (!whole && booking.places.length > 0) {
    listings.push(listing(phrases, 'list.left', { places: booking.places, currency, totals: [] }))
  }
  return {
    ...opening(letter, phrases, values),
    paragraphs: [
      phrases.say(`${occasion}.intro`, values),
      phrases.say(refundedMinor > 0 ? 'refund.returned' : 'refund.nothing', values),
    ],
    facts: [...eventFacts(letter, phrases), referenceLine(letter, phrases)],
    listings,
    actions: action(letter, phrases.say('action.booking')),
    notes: [],
    footer: phrases.say('footer.why'),
  }
}

function opening(
  { occasion, user, event }: Letter,
  phrases: Phrases,
  values: Readonly<Record<string, string | number>>,
) {
  const name = oneLine(user.name)
  return {
    subject: oneLine(phrases.say(`${occasion}.subject`, values)),
    preheader: phrases.say(`${occasion}.preheader`, values),
    title: phrases.say(`${occasion}.title`, values),
    event: oneLine(event.name),
    greeting: phrases.say('greeting', { name, known: name === '' ? 'no' : 'yes' }),
  }
}

function eventFacts({ event }: Letter, phrases: Phrases): readonly Labelled[] {
  const facts: Labelled[] = []
  if (event.startsAtMs !== undefined) {
    facts.push(labelled(phrases, 'label.when', phrases.moment(event.startsAtMs)))
  }
  const where = [event.venue, event.address].map(oneLine).filter((part) => part !== '')
  if (where.length > 0) facts.push(labelled(phrases, 'label.where', where.join(', ')))
  return facts
}

function listing(phrases: Phrases, title: TextKey, { places, currency, totals }: Tabled): Listing {
  const lines = places.map((place) => ({
    label: placeText(place, phrases),
    value: phrases.money(priceOf(place), currency),
  }))
  return { title: phrases.say(title), lines, totals }
}

interface Tabled {
  readonly places: readonly Place[]
  readonly currency: string
  readonly totals: readonly Labelled[]
}

function referenceLine({ booking }: { booking: { bookingReference: string } }, phrases: Phrases) {
  return labelled(phrases, 'label.reference', booking.bookingReference)
}

function refundLine(phrases: Phrases, refundedMinor: number, currency: string): Labelled {
  return labelled(phrases, 'label.refunded', phrases.money(refundedMinor, currency))
}

function labelled(phrases: Phrases, key: TextKey, value: string): Labelled {
  return { label: phrases.say(key), value }
}

function action({ url }: Letter, label: string): MailContent['actions'] {
  return url === '' ? [] : [{ label, url }]
}
