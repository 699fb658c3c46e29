import { DomainError, type ErrorKind } from '@usher/kernel'
import type { ImportReport, ImportRequest } from './import-request.ts'

const TIMEOUT_MS = 120_000

/** Imports through a running server, as an organizer with a token or an API key. */
export async function importThroughApi(
  request: ImportRequest,
  { url, token }: { url: string; token: string },
): Promise<ImportReport> {
  const target = new URL(`/v1/events/${request.eventId}/seat-map`, url)
  const { format, prices, columns, dryRun } = request
  for (const [name, value] of Object.entries({ format, prices, columns })) {
    if (value !== undefined) target.searchParams.set(name, value)
  }
  if (dryRun) target.searchParams.set('dry_run', 'true')
  const response = await fetch(target, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': contentTypeOf(request),
    },
    body: request.content.slice(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw unreachable(url, error)
  })
  if (!response.ok) throw refused(response.status, (await response.json()) as Problem)
  const report = (await response.json()) as ImportReport
  const { seats, areas, skipped, notes, columns: mapping } = report
  return { seats, areas, skipped, notes, columns: mapping ?? {} }
}

function contentTypeOf({ format, file }: ImportRequest): string {
  const kind = format ?? /\.(csv|svg)$/i.exec(file)?.[1]?.toLowerCase()
  if (kind === 'csv') return 'text/csv'
  return kind === 'svg' ? 'image/svg+xml' : 'application/json'
}

function unreachable(url: string, cause: unknown): DomainError {
  return new DomainError(
    'unavailable',
    'server_unreachable',
    `${url} does not answer`,
    { url },
    cause,
  )
}

/** RFC 9457, with our code and facts. */
interface Problem {
  readonly code?: string
  readonly title?: string
  readonly detail?: string
}

function refused(
  status: number,
  { code = 'refused', title, detail, ...facts }: Problem,
): DomainError {
  const kind: ErrorKind = status >= 500 ? 'unavailable' : 'invalid'
  return new DomainError(kind, code, detail ?? title ?? `answered ${status}`, facts)
}
