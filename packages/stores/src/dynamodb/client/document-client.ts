import { ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { getEndpointFromInstructions } from '@smithy/core/endpoints'
import { StandardRetryStrategy } from '@smithy/core/retry'
import { generateIdempotencyToken } from '@smithy/core/serde'
import { answerOf, requestOf } from './message-shapes.ts'
import { type DocumentCommand, type Operation, operationOf } from './operations.ts'
import { errorTypeOf, type SdkError } from './sdk-error.ts'
import { type Place, type RequestNeeds, SignedRequests } from './signed-requests.ts'

/** Documents in and out, by the SDK's commands. */
export interface Documents {
  /** Fails as the SDK does, with its exceptions, after as many attempts. */
  send<Sent extends DocumentCommand>(command: Sent): Promise<AnswerOf<Sent>>
}

type AnswerOf<Sent> = Sent extends {
  resolveMiddleware: (...given: never) => (asked: never) => Promise<{ output: infer Answer }>
}
  ? Answer
  : never

/** Attempts of one call; what may be repeated beyond that, the adapters know. */
export const ATTEMPTS_MAX = 3
/** The SDK's for DynamoDB; it doubles, and anything up to it is waited. */
const FIRST_WAIT_MS = 25

/** What the SDK does with documents, at a fraction of its time: docs/adr/0019. */
export async function openDocumentClient(needs: RequestNeeds): Promise<DocumentClient> {
  const { config } = needs.client
  const { url } = await getEndpointFromInstructions({}, ListTablesCommand, config)
  return new DocumentClient(needs, { url, region: await config.region() })
}

export class DocumentClient implements Documents {
  readonly #requests: SignedRequests
  /** Has a budget too: while most requests fail it stops to try again. */
  readonly #retries = new StandardRetryStrategy({
    maxAttempts: ATTEMPTS_MAX,
    baseDelay: FIRST_WAIT_MS,
  })

  constructor(needs: RequestNeeds, place: Place) {
    this.#requests = new SignedRequests(needs, place)
  }

  async send<Sent extends DocumentCommand>(command: Sent): Promise<AnswerOf<Sent>> {
    const operation = operationOf(command)
    const body = bodyOf(operation, command.input)
    let token = await this.#retries.acquireInitialRetryToken('')
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#requests.ask({ operation: operation.name, body, attempt })
        this.#retries.recordSuccess(token)
        return answerOf(answer, operation.answer) as AnswerOf<Sent>
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

/** A transaction without a name is given one, as the SDK does: asked twice it is done once. */
function bodyOf({ name, request }: Operation, input: DocumentCommand['input']): Buffer {
  const isNameless =
    name === 'TransactWriteItems' &&
    !('ClientRequestToken' in input && input.ClientRequestToken !== undefined)
  const named = isNameless ? { ...input, ClientRequestToken: generateIdempotencyToken() } : input
  return Buffer.from(JSON.stringify(requestOf(named, request)))
}
