import type { Colors } from '../cli/terminal.ts'
import type { DemoAccount } from './demo-accounts.ts'
import type { DemoListing } from './demo-set.ts'

export interface Welcome {
  readonly url: string
  readonly docsUrl: string
  readonly accounts: readonly DemoAccount[]
  readonly events: readonly DemoListing[]
}

/** What a person sees when the demo is ready. */
export function welcomeText(welcome: Welcome, colors: Colors): string {
  const { url, docsUrl, accounts, events } = welcome
  return [
    '',
    `${colors.bold('Usher is open.')}  ${colors.cyan(url)}`,
    `Documentation    ${colors.cyan(docsUrl)}`,
    '',
    colors.bold('On sale'),
    ...events.map(
      ({ event_id, event_name, total_seats }) =>
        `  ${String(event_id).padStart(3)}  ${event_name} (${total_seats.toLocaleString('en')})`,
    ),
    '',
    colors.bold('Log in as'),
    ...accounts.map(({ email, password }) => `  ${email.padEnd(26)}${password}`),
    '',
    `${colors.bold('Try it')} (a sale in six lines)`,
    ...sixLines(welcome).map((line) => `  ${line}`),
    '',
    colors.dim(
      'Ctrl-C ends it; everything is kept. Test cards: tok_success, tok_decline, tok_challenge.',
    ),
  ].join('\n')
}

/** Look, log in, reserve, pay, see, cancel. */
function sixLines({ url, accounts, events }: Welcome): readonly string[] {
  const buyer = accounts.find(({ role }) => role === 'buyer')
  const event = events[0]?.event_id ?? 1
  const json = "-H 'Content-Type: application/json'"
  const token = '-H "Authorization: Bearer $TOKEN"'
  const login = JSON.stringify({ email: buyer?.email, password: buyer?.password })
  const wish = JSON.stringify({ event_id: event, seats: ['A1', 'A2'] })
  const key = '-H "Idempotency-Key: $RESERVATION"'
  // The quotes end and begin again around the variable, which the shell fills in.
  const payment = JSON.stringify({
    reservation_id: `'$RESERVATION'`,
    payment: { provider: 'sandbox', token: 'tok_success' },
  })
  return [
    `curl -s ${url}/v1/events/${event}/availability`,
    `TOKEN=$(curl -s ${url}/v1/auth/login ${json} -d '${login}' | ${field('access_token')})`,
    `RESERVATION=$(curl -s ${url}/v1/reservations ${json} ${token} -d '${wish}' | ` +
      `${field('reservation_id')})`,
    `BOOKING=$(curl -s ${url}/v1/bookings ${json} ${token} ${key} -d '${payment}' | ` +
      `${field('booking_id')})`,
    `curl -s ${url}/v1/bookings/$BOOKING ${token}`,
    `curl -s -X POST ${url}/v1/bookings/$BOOKING/cancel ${json} ${token} -d '{}'`,
  ]
}

/** Takes one text field out of a JSON answer with what every machine has. */
function field(name: string): string {
  return `sed 's/.*"${name}":"\\([^"]*\\)".*/\\1/'`
}
