import { Readable } from 'node:stream'
import type { Clock } from '@usher/kernel'
import type { CallOptions } from '@usher/rpc'
import type { Logger } from '@usher/telemetry'
import { stringify } from 'csv-stringify/sync'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { orNull } from './presenters/values.ts'

/** A list that services give out page by page. */
export interface Listing {
  /** The stem of the file's name. */
  readonly name: string
  /** Of a CSV file, in this order; programs rely on them, so they stay. */
  readonly columns: readonly string[]
  read(page: PageRequest, options: CallOptions): Promise<ListingPage>
}

export interface PageRequest {
  readonly cursor: string
  readonly limit: number
}

interface ListingPage {
  readonly items: readonly object[]
  readonly nextCursor: string
}

export type ListFormat = 'json' | 'csv' | 'ndjson'

/** What a caller says of the list: each answer begins at the cursor. */
export interface ListQuery {
  readonly format?: ListFormat
  readonly cursor?: string
  readonly limit?: number
}

interface Sources {
  readonly clock: Clock
  readonly logger: Logger
}

/** Small enough that the event loop turns between two pages of a file that is written. */
const FILE_PAGE_ITEMS = 250
/** A file may take longer than a request: each of its pages has so long. */
const FILE_PAGE_MS = 10_000

const mediaTypes = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const

/** What `Accept` names first of what we have; anything else is answered in JSON. */
export function listFormat(named: ListFormat | undefined, accept = ''): ListFormat {
  if (named) return named
  for (const entry of accept.split(',')) {
    const type = entry.split(';', 1)[0]?.trim().toLowerCase()
    if (type === 'application/json') return 'json'
    if (type === mediaTypes.csv) return 'csv'
    if (type === mediaTypes.ndjson) return 'ndjson'
  }
  return 'json'
}

/** Answers with one page as JSON, or with everything from the cursor on as a file. */
export async function sendListing(
  sources: Sources,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  listing: Listing,
): Promise<FastifyReply> {
  const { format: named, cursor = '', limit = 0 } = request.query as ListQuery
  const format = listFormat(named, request.headers.accept)
  reply.header('vary', 'accept')
  if (format === 'json') {
    const { items, nextCursor } = await listing.read({ cursor, limit }, request)
    if (nextCursor) reply.header('link', linkToNext(request.url, nextCursor))
    return reply.send({ data: items, next_cursor: orNull(nextCursor) })
  }
  // Read before anything is sent: a refusal is still an answer of its own.
  const first = await listing.read({ cursor, limit: FILE_PAGE_ITEMS }, request)
  reply
    .type(`${mediaTypes[format]}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${listing.name}.${format}"`)
  return reply.send(fileOf(sources, { listing, first, format }))
}

interface File {
  readonly listing: Listing
  readonly first: ListingPage
  readonly format: 'csv' | 'ndjson'
}

/** Reads the next page when the one before has been taken; a reader who leaves ends it. */
function fileOf(sources: Sources, file: File): Readable {
  return Readable.from(textsOf(sources, file), { objectMode: false })
}

async function* textsOf(sources: Sources, { listing, first, format }: File) {
  let page = first
  for (let isFirst = true; ; isFirst = false) {
    const text = format === 'csv' ? csvText(listing, page, isFirst) : ndjsonText(page)
    if (text !== '') yield text
    if (page.nextCursor === '') return
    page = await nextPage(sources, listing, page.nextCursor)
  }
}

/** A file that breaks off is cut off in the middle, so that nobody takes it for a whole one. */
async function nextPage({ clock, logger }: Sources, listing: Listing, cursor: string) {
  const deadlineMs = clock.monotonicMs() + FILE_PAGE_MS
  try {
    return await listing.read({ cursor, limit: FILE_PAGE_ITEMS }, { deadlineMs })
  } catch (error) {
    logger.warn({ err: error, list: listing.name }, 'a file broke off')
    throw error
  }
}

/**
 * RFC 4180, for spreadsheets: they know UTF-8 by its mark, and run what begins as a formula does,
 * so that an apostrophe goes before it (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function csvText({ columns }: Listing, { items }: ListingPage, isFirst: boolean): string {
  return stringify([...items], {
    columns: [...columns],
    header: isFirst,
    bom: isFirst,
    escape_formulas: true,
    record_delimiter: 'windows',
  })
}

function ndjsonText({ items }: ListingPage): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('')
}

/** RFC 8288. */
function linkToNext(url: string, cursor: string): string {
  const [path = '', search = ''] = url.split('?', 2)
  const query = new URLSearchParams(search)
  query.set('cursor', cursor)
  return `<${path}?${query.toString()}>; rel="next"`
}
