import type { Clock, Random } from '@usher/kernel'
import type { Change, Message } from '../domain/change.ts'
import type { ChangeStream } from '../ports/change-stream.ts'
import type { LeaseStore } from '../ports/lease-store.ts'
import type { MessageSink } from '../ports/message-sink.ts'
import type { CdcTelemetry } from '../telemetry.ts'

/** A stream, and what its changes tell. */
export interface Source {
  /** The table, for people: `seats`, `outbox`. */
  readonly table: string
  readonly stream: ChangeStream
  /** Undefined when a change is nobody's business. Throws for one that it cannot read. */
  readonly messageOf: (change: Change) => Message | undefined
}

export interface CdcPorts {
  readonly sources: readonly Source[]
  readonly leases: LeaseStore
  readonly sink: MessageSink
  readonly clock: Clock
  readonly random: Random
  readonly telemetry: CdcTelemetry
  /** This instance. */
  readonly me: string
  readonly leaseMs: number
}
