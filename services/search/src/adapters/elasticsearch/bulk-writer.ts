import type { Client, estypes } from '@elastic/elasticsearch'
import type { DocumentChange } from '../../domain/event-document.ts'
import { documentRefused, searchBusy, searchFailed } from './index-errors.ts'
import { indexDocument } from './index-document.ts'

/** A body of a few megabytes at most; a document has some kilobytes. */
const BATCH_MAX = 500
const VERSION_CONFLICT = 409
const TOO_MANY_REQUESTS = 429
/** Of all answers the one that is about the document. */
const BAD_REQUEST = 400
const NO_INDEX = 'index_not_found_exception'

/** Which aliases took the changes: one that leads nowhere takes none. */
export type Written = ReadonlySet<string>

/**
 * Writes the changes through each of the aliases. Durable when it resolves: Elasticsearch syncs its
 * log before it answers. What is older than what is there is dropped by version.
 */
export async function writeChanges(
  client: Client,
  changes: readonly DocumentChange[],
  { aliases, refresh }: { readonly aliases: readonly string[]; readonly refresh: boolean },
): Promise<Written> {
  const written = new Set<string>()
  for (let i = 0; i < changes.length; i += BATCH_MAX) {
    const lines = changes
      .slice(i, i + BATCH_MAX)
      .flatMap((change) => aliases.flatMap((alias) => linesOf(change, alias)))
    const answer = await client.bulk({ operations: lines, require_alias: true, refresh })
    for (const [at, { index }] of answer.items.entries()) {
      if (index && isWritten(index)) written.add(aliases[at % aliases.length] ?? '')
    }
  }
  return written
}

/**
 * As text, because a version has more bits than a number. `external_gte`: a message that is
 * delivered again replaces itself. An event that is not to be found stays as a document without a
 * status: Elasticsearch forgets the versions of documents that are deleted.
 */
function linesOf(change: DocumentChange, alias: string): string[] {
  const { eventId, version } = change
  const meta = `"_index":${JSON.stringify(alias)},"_id":"${eventId}"`
  return [
    `{"index":{${meta},"version":${version},"version_type":"external_gte"}}`,
    JSON.stringify(indexDocument(change)),
  ]
}

/**
 * True also for what is older; false where the alias leads nowhere. Throws for anything else: what
 * Elasticsearch refuses as a document is not asked again for as long as it takes.
 */
function isWritten({ error, status }: estypes.BulkResponseItem): boolean {
  if (!error || status === VERSION_CONFLICT) return true
  if (error.type === NO_INDEX) return false
  if (status === TOO_MANY_REQUESTS) throw searchBusy(error)
  const cause = new Error(`${error.type}: ${error.reason}`)
  throw status === BAD_REQUEST ? documentRefused(cause) : searchFailed(cause)
}
