import { errors } from '@elastic/elasticsearch'
import { DomainError } from '@usher/kernel'

const NOT_FOUND = 404
const TOO_MANY_REQUESTS = 429

/** The answer of `work`; what Elasticsearch says instead becomes what a search index says. */
export async function inWordsOfSearch<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    throw searchError(error)
  }
}

function searchError(error: unknown): unknown {
  if (error instanceof errors.TimeoutError) return searchBusy(error)
  if (error instanceof errors.ResponseError) {
    if (error.statusCode === TOO_MANY_REQUESTS) return searchBusy(error)
    return isMissing(error) ? indexBuilding(error) : searchFailed(error)
  }
  return error instanceof errors.ElasticsearchClientError ? searchFailed(error) : error
}

/** True when there is no such index or alias. */
export function isMissing(error: unknown): boolean {
  return error instanceof errors.ResponseError && error.statusCode === NOT_FOUND
}

export function searchBusy(cause?: unknown): DomainError {
  const message = 'too many are searching; ask again'
  return new DomainError('unavailable', 'search_busy', message, {}, cause)
}

export function indexBuilding(cause?: unknown): DomainError {
  const message = 'the search index is being made; ask again later'
  return new DomainError('unavailable', 'index_building', message, {}, cause)
}

export function searchFailed(cause?: unknown): DomainError {
  return new DomainError('unavailable', 'search_failed', 'the search index failed', {}, cause)
}

export function documentRefused(cause: unknown): DomainError {
  const message = 'the search index refuses this event'
  return new DomainError('invalid', 'document_refused', message, {}, cause)
}
