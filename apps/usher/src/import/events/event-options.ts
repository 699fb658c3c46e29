import { eventFormats } from '@usher/events/event-files'

/** What `usher import events` can be told. */
export const eventOptions = {
  organizer: {
    type: 'string',
    value: 'EMAIL',
    description: "whose events these are; not needed with --url, where the token's owner is it",
  },
  format: {
    type: 'string',
    value: 'FORMAT',
    description: `${eventFormats.join(', ')}; told by the file when absent`,
  },
  columns: {
    type: 'string',
    value: 'COLUMNS',
    description: 'our fields and the columns or paths of the file: "name:Titel,start:Datum"',
  },
  dates: {
    type: 'string',
    value: 'WHICH',
    description: 'day-first or month-first, when 03/04/2027 leaves a doubt',
  },
  'time-zone': {
    type: 'string',
    value: 'ZONE',
    description: 'for times without one, such as Europe/Madrid',
  },
  city: { type: 'string', value: 'CITY', description: 'for places without one' },
  country: { type: 'string', value: 'CODE', description: 'for places without one, such as ES' },
  language: { type: 'string', value: 'TAG', description: 'for events without one, such as es' },
  currency: { type: 'string', value: 'CODE', description: 'for events without one, such as EUR' },
  category: { type: 'string', value: 'TEXT', description: 'for events without one' },
  capacity: {
    type: 'string',
    value: 'N',
    description: 'gives each event without a seat map one area of so many places',
  },
  price: {
    type: 'string',
    value: 'AMOUNT',
    description: "with --capacity: what a place costs; the file's price when absent",
  },
  publish: {
    type: 'boolean',
    description: 'puts events with seats on sale, and lists those that are over',
  },
  since: { type: 'string', value: 'DATE', description: 'leaves out what ended before' },
  upcoming: { type: 'boolean', description: 'leaves out what is over' },
  'dry-run': { type: 'boolean', description: 'only say what would happen' },
  url: { type: 'string', value: 'URL', description: 'the running server that does it instead' },
  token: {
    type: 'string',
    value: 'TOKEN',
    description: "with --url: an organizer's token or API key",
  },
} as const
