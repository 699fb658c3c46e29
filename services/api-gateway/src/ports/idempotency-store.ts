/** An answer as it was, or will be, sent. */
export interface StoredAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One request that carries an Idempotency-Key. */
export interface KeyedRequest {
  /** Names user, route and key. */
  readonly requestId: string
  /** Tells whether a repeat asks for the same thing. */
  readonly fingerprint: string
  readonly atMs: number
}

/** What a request with this key finds. */
export type Claim =
  /** Nobody is at it: go on, then `finish` or `abandon`. */
  | { readonly is: 'claimed' }
  /** It was answered before. */
  | { readonly is: 'answered'; readonly answer: StoredAnswer }
  /** The same request is being answered right now. */
  | { readonly is: 'in_flight' }
  /** The key was used for something else. */
  | { readonly is: 'reused' }

/** Remembers which keys were used for what, and what was answered. */
export interface IdempotencyStore {
  /**
   * Claims the request for the caller unless it is claimed, answered or another. Of many at once
   * exactly one gets 'claimed'. The claim is durable no later than anything its holder makes
   * durable afterwards. It ends with the process that made it, at once or, where other processes
   * cannot know of that, after a time: a repeat after a crash is then 'claimed' again, or 'reused'
   * when it asks for something else.
   */
  claim(request: KeyedRequest): Promise<Claim>
  /** Keeps the answer for all repeats; durable when the promise resolves. */
  finish(request: KeyedRequest, answer: StoredAnswer): Promise<void>
  /** Ends the claim without an answer: a repeat goes on. */
  abandon(request: KeyedRequest): Promise<void>
  /**
   * Forgets up to `limit` requests made before `beforeMs`; answers how many. A store that forgets
   * by itself answers none.
   */
  prune(beforeMs: number, limit: number): Promise<number>
}
