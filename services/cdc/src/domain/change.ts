/** An item as a document, or nothing where there was none. */
export type Image = Readonly<Record<string, unknown>>

/** One change of an item, as the stream of its table tells it. */
export interface Change {
  /** Grows along a shard. */
  readonly sequence: string
  readonly key: Image
  readonly oldImage?: Image
  readonly newImage?: Image
  /** About when it happened. */
  readonly atMs: number
}

/** What a change tells, ready for its topic. */
export interface Message {
  readonly topic: string
  readonly source: string
  /** The same for every delivery. */
  readonly id: string
  readonly key: string
  readonly timeMs: number
  readonly body: Uint8Array
  /** W3C Trace Context of whoever caused the change, where it is known. */
  readonly traceparent?: string
}

/** A change that no message can be made of. */
export interface UnreadableChange {
  readonly stream: string
  readonly change: Change
  readonly reason: string
}
