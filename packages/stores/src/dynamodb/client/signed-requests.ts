import { isClockSkewError } from '@smithy/core/retry'
import type { Clock } from '@usher/kernel'
import type { ObserveRequest } from '../watch-requests.ts'
import { Connections, type HttpAnswer } from './connections.ts'
import { readAnswer } from './read-answer.ts'
import type { SdkError } from './sdk-error.ts'
import { ServerClock } from './server-clock.ts'
import { RequestSigner, type SigningCredentials, signingTime } from './sign-request.ts'

export interface RequestNeeds {
  /** Says who asks: it finds credentials, keeps them and renews them. */
  readonly client: { readonly config: { credentials(): Promise<SigningCredentials> } }
  readonly clock: Clock
  readonly observe: ObserveRequest
}

export interface Place {
  readonly url: URL
  readonly region: string
  /** As requests name what they ask. */
  readonly api: 'DynamoDB_20120810' | 'DynamoDBStreams_20120810'
}

interface Asked {
  /** As DynamoDB calls it. */
  readonly operation: string
  readonly body: Buffer
  /** The first is 1. */
  readonly attempt: number
}

/** Single requests to DynamoDB, each signed and observed. */
export class SignedRequests {
  readonly #needs: RequestNeeds
  readonly #url: URL
  readonly #api: string
  readonly #connections: Connections
  readonly #signer: RequestSigner
  readonly #serverClock: ServerClock

  constructor(needs: RequestNeeds, { url, region, api }: Place) {
    this.#needs = needs
    this.#url = url
    this.#api = api
    this.#connections = new Connections(url.origin, needs.clock)
    this.#signer = new RequestSigner({ region, service: 'dynamodb' })
    this.#serverClock = new ServerClock(needs.clock)
  }

  /** The message of the answer; fails as the SDK does, with its exceptions. */
  async ask({ operation, body, attempt }: Asked): Promise<object> {
    const signedAtMs = this.#serverClock.nowMs()
    const headers = await this.#headersOf(operation, body, signedAtMs)
    const answer = await this.#observed(operation, headers, body)
    try {
      return readAnswer(answer, attempt)
    } catch (error) {
      this.#learnTime(error as SdkError, answer, signedAtMs)
      throw error
    }
  }

  close(): void {
    this.#connections.close()
  }

  async #headersOf(operation: string, body: Buffer, signedAtMs: number): Promise<string[]> {
    const credentials = await this.#needs.client.config.credentials()
    const { pathname: path, host } = this.#url
    const time = signingTime(signedAtMs)
    const headers = ['content-type', 'application/x-amz-json-1.0', 'host', host, 'x-amz-date', time]
    const { sessionToken } = credentials
    if (sessionToken !== undefined) headers.push('x-amz-security-token', sessionToken)
    headers.push('x-amz-target', `${this.#api}.${operation}`)
    const signature = this.#signer.sign({ method: 'POST', path, headers, body }, time, credentials)
    headers.push('authorization', signature)
    return headers
  }

  async #observed(operation: string, headers: string[], body: Buffer): Promise<HttpAnswer> {
    const { clock, observe } = this.#needs
    const begunMs = clock.monotonicMs()
    try {
      return await this.#connections.post(this.#url.pathname, headers, body)
    } finally {
      observe(operation, clock.monotonicMs() - begunMs)
    }
  }

  /** Marks the refusal, as the SDK does: the next signature will be of the server's time. */
  #learnTime(error: SdkError, { headers }: HttpAnswer, signedAtMs: number): void {
    if (!isClockSkewError(error) || !this.#serverClock.learn(headers.date, signedAtMs)) return
    error.$metadata = { ...error.$metadata, clockSkewCorrected: true }
  }
}
