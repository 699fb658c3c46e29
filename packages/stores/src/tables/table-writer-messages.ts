import type { Table } from './table.ts'

/** What the main thread asks of the table writer. */
export type WriterRequest =
  /** A durable batch, in order. `body` is a JSON array of `size` RedoChange. */
  | {
      readonly kind: 'append'
      readonly sequence: number
      readonly body: string
      readonly size: number
    }
  /** Apply everything sent so far. */
  | { readonly kind: 'apply' }
  /** Count the keys of this table. */
  | { readonly kind: 'count'; readonly table: Table<object> }
  | { readonly kind: 'close' }

/** What the table writer answers. */
export type WriterReport =
  /** The tables hold everything up to here. */
  | { readonly kind: 'ready'; readonly sequence: number }
  | { readonly kind: 'applied'; readonly sequence: number }
  /** The tables are on disk up to here: the redo log may forget it. */
  | { readonly kind: 'safe'; readonly sequence: number }
  /** The keys the table held when it was asked for, as the words of a KeyFilter. */
  | { readonly kind: 'counted'; readonly table: string; readonly words: Uint32Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly message: string }
