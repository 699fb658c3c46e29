/** The bodies of answers, as far as the tests look at them; written from the documentation. */

export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly request_id: string
  readonly errors?: readonly { in: string; pointer: string; detail: string }[]
  readonly [fact: string]: unknown
}

export interface Page<Item> {
  readonly data: readonly Item[]
  readonly next_cursor: string | null
}

export interface TokensBody {
  readonly access_token: string
  readonly refresh_token: string
  readonly expires_in: number
  readonly token_type: string
}

export interface UserBody {
  readonly user_id: string
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
}

export interface EventBody {
  readonly event_id: number
  readonly event_name: string
  readonly status: string
  readonly currency: string
  readonly total_seats: number
  readonly available_seats: number
  readonly version: number
  readonly [field: string]: unknown
}

export interface SeatMapReportBody {
  readonly notes: readonly { readonly where: string; readonly reason: string }[]
  readonly seats: number
  readonly areas: number
  readonly total_capacity: number
  readonly skipped: readonly { where: string; reason: string }[]
  readonly version: number
  readonly dry_run: boolean
}

export interface SeatBody {
  readonly event_id: number
  readonly seat_number: string
  readonly section: string
  readonly row_number: string
  readonly price: string
  readonly status: string
  readonly version: number
  readonly reserved_by: string | null
  readonly reserved_until: number | null
  readonly booking_id: string | null
}

export interface CountsBody {
  readonly available: number
  readonly reserved: number
  readonly booked: number
  readonly blocked: number
  readonly total: number
}

export interface AvailabilityBody {
  readonly event_id: number
  readonly change_number: number
  readonly currency: string
  readonly counts: CountsBody
  readonly sections: readonly {
    section: string
    category: string
    price: string
    area: boolean
    counts: CountsBody
  }[]
}

export interface ReservationBody {
  readonly reservation_id: string
  readonly event_id: number
  readonly status: string
  readonly seats: readonly { seat_number: string; row_number: string; price: string }[]
  readonly areas: readonly { area: string; quantity: number; price: string }[]
  readonly total_amount: string
  readonly currency: string
  readonly expires_at: string
  readonly expires_in_seconds: number
  readonly adjacent: boolean
  readonly booking_id: string | null
}

export interface BookingBody {
  readonly booking_id: string
  readonly booking_reference: string
  readonly event_id: number
  readonly user_id: string
  readonly reservation_id: string
  readonly seats: readonly { seat_number: string; price: string; cancelled: boolean }[]
  readonly areas: readonly { area: string; quantity: number; cancelled: number }[]
  readonly total_amount: string
  readonly refunded_amount: string
  readonly currency: string
  readonly status: string
  readonly payment_status: string | null
  readonly challenge_url: string | null
  readonly reason: string | null
}

export interface JournalEntryBody {
  readonly sequence: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly reservation_id: string | null
  readonly booking_id: string | null
  readonly seats: readonly { seat_number: string; before: string; after: string; version: number }[]
  readonly areas: readonly { area: string; before: string; after: string; quantity: number }[]
}

export interface SalesBody {
  readonly event_id: number
  readonly currency: string
  readonly sold: number
  readonly total_amount: string
  readonly bookings: number
  readonly captured_amount: string
  readonly refunded_amount: string
  readonly sections: readonly { section: string; sold: number; total_amount: string }[]
}

export interface TicketBody {
  readonly ticket_id: string
  readonly seat_number: string | null
  readonly status: string
  readonly code: string
}

export interface ScanBody {
  readonly result: 'admitted' | 'refused'
  readonly reason: string | null
  readonly detail: string | null
  readonly checkin_id: string
  readonly gate: string | null
  readonly ticket: { readonly seat_number: string | null } | null
}

export interface MailBody {
  readonly mail_id: string
  readonly to: string
  readonly subject: string
  readonly attachments: readonly { filename: string; content_type: string; bytes: number }[]
  readonly text: string
}

export interface SearchBody extends Page<EventBody & { readonly distance_km: number | null }> {
  readonly total: number
  readonly corrected_text: string | null
  readonly facets: readonly {
    name: string
    values: readonly { value: string; count: number }[]
  }[]
}

export interface SuggestionsBody {
  readonly data: readonly { text: string; kind: string; event_id: number | null }[]
}
