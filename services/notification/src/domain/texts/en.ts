/** English, which is also the list of what the other languages have to say. */
export const en = {
  'booking_confirmed.subject': 'Your tickets for {event}',
  'booking_confirmed.preheader':
    '{tickets, plural, one {# ticket} other {# tickets}} · booking {reference}',
  'booking_confirmed.title': 'You are going!',
  'booking_confirmed.intro':
    'Your booking is confirmed. {tickets, plural, one {Your ticket is} other {Your # tickets are}} attached as a PDF, with a calendar file beside it.',
  'booking_confirmed.door':
    'At the door: show the QR code of each ticket, on your phone or on paper. It works without a network. Each ticket lets one person in, once.',
  'booking_confirmed.care':
    'Whoever has the code has the ticket: please do not post pictures of it.',

  'booking_cancelled.subject':
    '{whole, select, yes {Your booking for {event} is cancelled} other {Part of your booking for {event} is cancelled}}',
  'booking_cancelled.preheader': 'Refunded: {amount} · booking {reference}',
  'booking_cancelled.title':
    '{whole, select, yes {Your booking is cancelled} other {Part of your booking is cancelled}}',
  'booking_cancelled.intro':
    '{whole, select, yes {Nothing is left of this booking.} other {What is left of your booking stays valid; its list is below.}} Tickets for what was cancelled no longer open the door.',

  'event_cancelled.subject': '{event} is cancelled',
  'event_cancelled.preheader': 'Refunded: {amount} · booking {reference}',
  'event_cancelled.title': 'The event is cancelled',
  'event_cancelled.intro':
    'We are sorry: {event} will not take place. Your booking is cancelled, and you need to do nothing.',

  'refund.returned':
    '{amount} goes back to the card or account you paid with. Banks usually take some days to show it.',
  'refund.nothing': 'Nothing was to be refunded.',

  'reservation_expiring.subject': 'Your seats for {event} are kept until {time}',
  'reservation_expiring.preheader':
    '{minutes, plural, one {About # minute} other {About # minutes}} left to book them',
  'reservation_expiring.title': 'Your reservation is about to end',
  'reservation_expiring.intro':
    'We keep these seats for you until {time}, {minutes, plural, one {about # minute} other {about # minutes}} from now. After that anybody may take them.',
  'reservation_expiring.ignore':
    'If you no longer want them, you need to do nothing: no money has been taken.',

  greeting: '{known, select, yes {Hello {name},} other {Hello,}}',
  'label.when': 'When',
  'label.where': 'Where',
  'label.reference': 'Booking reference',
  'label.total': 'Total',
  'label.refunded': 'Refunded',
  'label.kept_until': 'Kept until',
  'list.tickets': 'Your tickets',
  'list.seats': 'Your seats',
  'list.cancelled': 'Cancelled',
  'list.left': 'Still yours',
  'place.section': 'Section {section}',
  'place.row': 'row {row}',
  'place.seat': 'seat {seat}',
  'place.area': '{area}, {quantity, plural, one {# place} other {# places}}',
  'place.between': ', ',
  'action.booking': 'See your booking',
  'action.reservation': 'Book now',
  'footer.why':
    'You get this mail because of your booking. It was sent by a machine; nobody reads replies.',
  'footer.why_reservation':
    'You get this mail because you reserved seats. It was sent by a machine; nobody reads replies.',
} as const

export type TextKey = keyof typeof en

/** One language: every key, as an ICU message. */
export type Catalogue = Readonly<Record<TextKey, string>>
