import { readFile } from 'node:fs/promises'
import { DomainError } from '@usher/kernel'

const NAME = 'search-documents'
const configuration = new URL(`../../../connect/${NAME}.json`, import.meta.url)
const TIMEOUT_MS = 30_000

/** Gives the worker at `url` the connector of the search index, or what has changed of it. */
export async function putConnector(url: string): Promise<void> {
  const answer = await fetch(`${url}/connectors/${NAME}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: await readFile(configuration),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (answer.ok) return
  const message = `Kafka Connect refuses the connector ${NAME}: ${await answer.text()}`
  throw new DomainError('invalid', 'connector_refused', message)
}
