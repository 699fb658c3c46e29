import { Client, errors } from '@elastic/elasticsearch'
import { DomainError } from '@usher/kernel'
import type { ElasticsearchConfig } from './elasticsearch-settings.ts'

/** Connects with the first request. */
export function openElasticsearch({ url, timeoutMs }: ElasticsearchConfig): Client {
  return new Client({ node: url, requestTimeout: timeoutMs, maxRetries: 1 })
}

/** The error of a server that cannot be reached becomes unavailable / elasticsearch_unavailable. */
export async function unavailableWhenGone<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (!isGone(error)) throw error
    const message = 'the search server does not answer; try again'
    throw new DomainError('unavailable', 'elasticsearch_unavailable', message, {}, error)
  }
}

const SERVER_FAULT = 500
const TOO_MANY_REQUESTS = 429

function isGone(error: unknown): boolean {
  if (error instanceof errors.ResponseError) {
    const { statusCode = 0 } = error
    return statusCode >= SERVER_FAULT || statusCode === TOO_MANY_REQUESTS
  }
  return error instanceof errors.ConnectionError || error instanceof errors.TimeoutError
}
