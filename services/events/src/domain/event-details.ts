import {
  choiceField,
  currencyField,
  httpsUrlField,
  invalidField,
  languageField,
  textField,
  timeField,
  timeZoneField,
  wholeNumberField,
} from './fields.ts'
import { type EventDetails, orphanRules } from './event.ts'
import type { TimeZone } from './time-zone.ts'

/**
 * Details as they came in; what is absent stays as it is, or gets its default. Zero clears a sale
 * time and the end.
 */
export type DetailsInput = {
  readonly [Field in keyof EventDetails]?: Wide<EventDetails[Field]> | undefined
}
type Wide<Value> = Value extends string ? string : Value extends number | null ? number : Value

const EVENT_NAME_CHARS_MAX = 255
const DESCRIPTION_CHARS_MAX = 20_000
const CATEGORY_CHARS_MAX = 64
const SEATS_PER_BUYER_MAX = 1000
const RESERVATION_MINUTES_MAX = 120
const RESERVATION_MINUTES_DEFAULT = 10

/** The details of a new event. Throws invalid / invalid_field. */
export function newDetails(
  input: DetailsInput,
  { venueTimeZone }: { venueTimeZone: TimeZone },
): EventDetails {
  const { eventName, eventDateMs, currency } = input
  if (eventName === undefined) throw invalidField('event_name', 'given')
  if (eventDateMs === undefined) throw invalidField('event_date', 'given')
  if (currency === undefined) throw invalidField('currency', 'given')
  const defaults = {
    description: '',
    category: '',
    imageUrl: '',
    endDateMs: 0,
    timeZone: venueTimeZone,
    saleStartTimeMs: 0,
    saleEndTimeMs: 0,
    maxSeatsPerBuyer: 0,
    reservationMinutes: RESERVATION_MINUTES_DEFAULT,
    orphanRule: 'off',
    language: 'en',
  } as const
  return checkOrder(parsed({ ...defaults, ...given(input), eventName, eventDateMs, currency }))
}

/** `current` with what `input` changes. Throws invalid / invalid_field. */
export function changedDetails(current: EventDetails, input: DetailsInput): EventDetails {
  const whole = {
    ...current,
    endDateMs: current.endDateMs ?? 0,
    saleStartTimeMs: current.saleStartTimeMs ?? 0,
    saleEndTimeMs: current.saleEndTimeMs ?? 0,
    ...given(input),
  }
  return checkOrder(parsed(whole))
}

function given(input: DetailsInput): Partial<WholeInput> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}

type WholeInput = { readonly [Field in keyof EventDetails]: NonNullable<DetailsInput[Field]> }

function parsed(input: WholeInput): EventDetails {
  return {
    eventName: textField('event_name', input.eventName, { min: 1, max: EVENT_NAME_CHARS_MAX }),
    description: textField('description', input.description, {
      max: DESCRIPTION_CHARS_MAX,
      lines: true,
    }),
    category: textField('category', input.category, { max: CATEGORY_CHARS_MAX }),
    imageUrl: httpsUrlField('image_url', input.imageUrl),
    eventDateMs: timeField('event_date', input.eventDateMs),
    endDateMs: timeOrNone('end_date', input.endDateMs),
    timeZone: timeZoneField('time_zone', input.timeZone),
    currency: currencyField('currency', input.currency),
    saleStartTimeMs: timeOrNone('sale_start_time', input.saleStartTimeMs),
    saleEndTimeMs: timeOrNone('sale_end_time', input.saleEndTimeMs),
    maxSeatsPerBuyer: wholeNumberField('max_seats_per_buyer', input.maxSeatsPerBuyer, {
      min: 0,
      max: SEATS_PER_BUYER_MAX,
    }),
    reservationMinutes: wholeNumberField('reservation_minutes', input.reservationMinutes, {
      min: 1,
      max: RESERVATION_MINUTES_MAX,
    }),
    orphanRule: choiceField('orphan_rule', input.orphanRule, orphanRules),
    language: languageField('language', input.language),
  }
}

function timeOrNone(field: string, value: number): number | null {
  return value === 0 ? null : timeField(field, value)
}

/** What lasts, an exhibition or a festival, may be sold until it ends. */
function checkOrder(details: EventDetails): EventDetails {
  const { eventDateMs, endDateMs, saleStartTimeMs, saleEndTimeMs } = details
  if (endDateMs !== null && endDateMs <= eventDateMs) {
    throw invalidField('end_date', 'after event_date')
  }
  if (saleEndTimeMs !== null && saleEndTimeMs > (endDateMs ?? eventDateMs)) {
    const end = endDateMs === null ? 'event_date' : 'end_date'
    throw invalidField('sale_end_time', `no later than ${end}`)
  }
  if (saleStartTimeMs !== null && saleStartTimeMs >= (saleEndTimeMs ?? eventDateMs)) {
    const end = saleEndTimeMs === null ? 'event_date' : 'sale_end_time'
    throw invalidField('sale_start_time', `before ${end}`)
  }
  return details
}
