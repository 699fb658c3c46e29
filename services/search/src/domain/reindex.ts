/** One making of the index anew. */
export interface Reindex {
  readonly reindexId: string
  readonly status: 'RUNNING' | 'DONE' | 'FAILED'
  readonly messages: number
  readonly events: number
  readonly startedAtMs: number
  /** Zero while it runs. */
  readonly endedAtMs: number
  readonly reason: string
}
