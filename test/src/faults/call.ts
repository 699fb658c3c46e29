import type { Answer, Rest } from '../e2e/rest.ts'

/** A call that may be repeated: its key says that it is the same. */
export interface Call {
  readonly path: string
  readonly body: object
  readonly key: string
}

/** Undefined when the platform went away before it answered. */
export async function send<Body>(
  rest: Rest,
  { path, body, key }: Call,
): Promise<Answer<Body> | undefined> {
  try {
    return await rest.post<Body>(path, body, { headers: { 'idempotency-key': key } })
  } catch (error) {
    // What fetch throws when a connection breaks or is refused; anything else is a bug here.
    if (error instanceof TypeError) return undefined
    throw error
  }
}

export function isLost<Body>(answer: Answer<Body> | undefined): answer is undefined {
  return answer === undefined
}

const notYet = new Set(['idempotency_in_flight', 'booking_pending', 'booking_busy'])

/** True when a repeat may be told more: no answer, "not now", or a booking that is not decided. */
export function isOpen(answer: Answer<unknown> | undefined): boolean {
  if (!answer || answer.status >= 500 || answer.status === 202) return true
  return notYet.has((answer.body as { code?: string }).code ?? '')
}
