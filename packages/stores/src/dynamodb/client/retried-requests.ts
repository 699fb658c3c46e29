import { StandardRetryStrategy } from '@smithy/core/retry'
import { errorTypeOf, type SdkError } from './sdk-error.ts'
import { type Place, type RequestNeeds, SignedRequests } from './signed-requests.ts'

/** Attempts of one call; what may be repeated beyond that, the adapters know. */
export const ATTEMPTS_MAX = 3
/** The SDK's for DynamoDB; it doubles, and anything up to it is waited. */
const FIRST_WAIT_MS = 25

/** Requests that are made again when they fail, as often and by the rules of the SDK. */
export class RetriedRequests {
  readonly #requests: SignedRequests
  /** Has a budget too: while most requests fail it stops to try again. */
  readonly #retries = new StandardRetryStrategy({
    maxAttempts: ATTEMPTS_MAX,
    baseDelay: FIRST_WAIT_MS,
  })

  constructor(needs: RequestNeeds, place: Place) {
    this.#requests = new SignedRequests(needs, place)
  }

  /** The message of the answer; fails as the SDK does, with its exceptions. */
  async ask(operation: string, body: Buffer): Promise<object> {
    let token = await this.#retries.acquireInitialRetryToken('')
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#requests.ask({ operation, body, attempt })
        this.#retries.recordSuccess(token)
        return answer
      } catch (error) {
        const errorType = errorTypeOf(error as SdkError)
        // Waits, or refuses.
        token = await this.#retries.refreshRetryTokenForRetry(token, { errorType }).catch(() => {
          throw error
        })
      }
    }
  }

  close(): void {
    this.#requests.close()
  }
}
