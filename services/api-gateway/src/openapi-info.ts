import type { OpenApiOptions } from '@usher/http'

/** What the interface says of itself. */
export const openApiInfo: OpenApiOptions = {
  title: 'Usher',
  version: '1.0.0',
  description: `Sells seats: never one twice, never money without a seat.

**Errors** are problems (RFC 9457) with a stable \`code\`; \`errors\` says what is wrong with a
request, and where.

**Money** is decimal text (\`"150.00"\`) with its \`currency\` beside it.

**Times** are ISO 8601 in UTC. The items of \`/seats\` alone carry Unix seconds, as their table
does.

**Lists** come in pages: \`{"data": […], "next_cursor": "…"}\`; pass \`next_cursor\` as \`cursor\`
for the next one. Lists of the door come as CSV and NDJSON as well.

**Repeats**: send an \`Idempotency-Key\` with a POST that creates. The same key and body get the
same answer, with \`idempotency-replayed: true\`; another body gets 422
\`idempotency_key_reused\`; a repeat that comes while the first is being answered gets 409
\`idempotency_in_flight\`. Bookings require a key.

**Concurrent changes**: send the ETag that you have read as If-Match; 412 \`stale_version\` means
somebody was faster.`,
  tags: [
    { name: 'auth', description: 'Accounts, sessions, API keys' },
    { name: 'organizers', description: 'Who sells, and where' },
    { name: 'events', description: 'What is on' },
    { name: 'search', description: 'Finding what is on' },
    { name: 'seats', description: 'Seat maps, seats and what is left' },
    { name: 'reservations', description: 'Seats claimed for a while' },
    { name: 'bookings', description: 'The sale' },
    { name: 'payments', description: 'For payment providers' },
    { name: 'door', description: 'Tickets at the door: who comes in, who came' },
    {
      name: 'mailbox',
      description: 'The mails of a demo, for everybody; served where demo mode runs alone',
    },
    { name: 'sales', description: 'For organizers: who did what, and what came in' },
  ],
}
