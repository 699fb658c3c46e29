import { columnsOf, pricesOf } from '@usher/api-gateway'
import { SeatMapFormat } from '@usher/contracts'
import { eventsTable } from '@usher/events/adapters/tables/event-row'
import { DomainError, isDomainError } from '@usher/kernel'
import type { Tables } from '@usher/stores'
import { UsageError } from '../cli/arguments.ts'
import type { Embedded } from '../embedded/compose-embedded.ts'
import { type DataDir, workOnDataDir } from '../server/work-on-data-dir.ts'
import type { ImportReport, ImportRequest, Remark } from './import-request.ts'

/** Who did it, in the journal. */
const ACTOR = 'system'

/**
 * Imports into a data directory that no server has. Throws conflict / data_dir_in_use when one has
 * it.
 */
export function importIntoDataDir(request: ImportRequest, place: DataDir): Promise<ImportReport> {
  return workOnDataDir(place, 'let it do the import with --url and --token', (embedded, tables) =>
    putSeatMap(request, embedded.clients, tables),
  )
}

async function putSeatMap(
  request: ImportRequest,
  { inventory }: Embedded['clients'],
  tables: Tables,
): Promise<ImportReport> {
  const currency = currencyOf(tables, request)
  const { content, columns, prices } = request
  const put = await inventory.putSeatMap({
    eventId: request.eventId,
    userId: ACTOR,
    format: SeatMapFormat[formatOf(request)],
    content,
    columns: orUsage('columns', () => columnsOf(columns)),
    pricesMinor: orUsage('prices', () => pricesOf(prices, currency)),
    currency,
    dryRun: request.dryRun,
  })
  const remarks = { skipped: put.skipped.map(remark), notes: put.notes.map(remark) }
  return { seats: put.seats, areas: put.areas, ...remarks, columns: put.columns }
}

/** A file that says nothing else is known by its name; inventory looks at the others. */
function formatOf({ format, file }: ImportRequest): keyof typeof SeatMapFormat {
  if (format) return format.toUpperCase() as keyof typeof SeatMapFormat
  return file.toLowerCase().endsWith('.csv') ? 'CSV' : 'UNSPECIFIED'
}

function remark({ where, reason }: Remark): Remark {
  return { where, reason }
}

function currencyOf(tables: Tables, { eventId, currency }: ImportRequest): string {
  const event = tables.get(eventsTable, eventId)
  if (!event) {
    throw new DomainError('not_found', 'event_not_found', `there is no event ${eventId}`, {
      event_id: eventId,
    })
  }
  if (currency === undefined || currency === event.currency) return event.currency
  throw new UsageError(`event ${eventId} sells in ${event.currency}, not in ${currency}`)
}

function orUsage<Value>(option: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (!isDomainError(error)) throw error
    const examples = { columns: 'section:Block,row:Reihe', prices: 'Cat A:45.00,Cat B:30.00' }
    const example = examples[option as keyof typeof examples]
    throw new UsageError(`--${option} reads like "${example}"`)
  }
}
