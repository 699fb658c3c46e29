import type { TicketSheet } from '../../ports/ticket-renderer.ts'

/** What the printing thread is started with. */
export interface PrintThread {
  readonly nice: number
}

/** A sheet for the printing thread. */
export interface PrintRequest {
  readonly id: number
  readonly sheet: TicketSheet
}

/** What the printing thread answers; an error is only told apart by its text. */
export type PrintAnswer =
  | { readonly id: number; readonly pdf: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly failure: string }
