import { type DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { getEndpointFromInstructions } from '@smithy/core/endpoints'
import { generateIdempotencyToken } from '@smithy/core/serde'
import { answerOf, requestOf } from './message-shapes.ts'
import { type DocumentCommand, type Operation, operationOf } from './operations.ts'
import { RetriedRequests } from './retried-requests.ts'
import type { Place, RequestNeeds } from './signed-requests.ts'

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

interface DocumentNeeds extends RequestNeeds {
  readonly client: DynamoDBClient
}

/** What the SDK does with documents, at a fraction of its time: docs/adr/0019. */
export async function openDocumentClient(needs: DocumentNeeds): Promise<DocumentClient> {
  const { config } = needs.client
  const { url } = await getEndpointFromInstructions({}, ListTablesCommand, config)
  return new DocumentClient(needs, { url, region: await config.region(), api: 'DynamoDB_20120810' })
}

export class DocumentClient implements Documents {
  readonly #requests: RetriedRequests

  constructor(needs: RequestNeeds, place: Place) {
    this.#requests = new RetriedRequests(needs, place)
  }

  async send<Sent extends DocumentCommand>(command: Sent): Promise<AnswerOf<Sent>> {
    const operation = operationOf(command)
    const answer = await this.#requests.ask(operation.name, bodyOf(operation, command.input))
    return answerOf(answer, operation.answer) as AnswerOf<Sent>
  }

  /** Rejects while DynamoDB does not answer. */
  async ping(): Promise<void> {
    await this.#requests.ask('ListTables', Buffer.from(JSON.stringify({ Limit: 1 })))
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
