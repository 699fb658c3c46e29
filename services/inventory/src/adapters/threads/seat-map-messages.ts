import { DomainError, type ErrorKind, type Facts } from '@usher/kernel'
import type { SeatMapReading } from '../../domain/formats/seat-map-reading.ts'

/** What the reading thread answers to a SeatMapFile. Bytes and numbers: no seats cross threads. */
export type SeatMapAnswer =
  | { readonly kind: 'read'; readonly reading: OwnReading }
  | { readonly kind: 'refused'; readonly error: ErrorData }

/** A reading that can be given to another thread. */
interface OwnReading extends SeatMapReading {
  readonly json: Uint8Array<ArrayBuffer>
}

/** A DomainError without its class, which threads do not share. */
export interface ErrorData {
  readonly kind: ErrorKind
  readonly code: string
  readonly message: string
  readonly facts: Facts
}

export function dataOf({ kind, code, message, facts }: DomainError): ErrorData {
  return { kind, code, message, facts }
}

export function errorOf({ kind, code, message, facts }: ErrorData): DomainError {
  return new DomainError(kind, code, message, facts)
}
