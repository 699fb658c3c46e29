import type {
  Clock,
  EventId,
  OperationId,
  Random,
  ReservationId,
  SeatNumber,
  UserId,
} from '@usher/kernel'
import { isDomainError } from '@usher/kernel'
import { shardOf } from '@usher/stores/dynamodb/spread-keys'
import { dynamodbUnavailable } from '@usher/stores/dynamodb/dynamodb-errors'
import type { TakenPlaces } from '../../domain/area.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { Reservation, ReservationInPlace } from '../../domain/reservation.ts'
import type { SeatState } from '../../domain/seat.ts'
import {
  type Outcome,
  requireDistinctSeats,
  type SeatTransaction,
} from '../../domain/seat-transaction.ts'
import type {
  Expiring,
  ExpiringPage,
  Page,
  SeatLedger,
  TouchedSeat,
} from '../../ports/seat-ledger.ts'
import { commitPack, type PackNeeds } from './commit-pack.ts'
import { CommitQueue } from './commit-queue.ts'
import type { PlacedEvent, PlacedEvents } from './placed-events.ts'
import { type PreparedTransaction, prepare } from './prepared-transaction.ts'
import { ReservationReads } from './reservation-reads.ts'
import { SeatReads } from './seat-reads.ts'
import { newTransactionToken } from '@usher/stores/dynamodb/transact-retried'

// Ready until DynamoDB fails to do a commit for a reason of its own, then not ready until a commit
// succeeds or some time has passed: without traffic nobody would ever find out that it is back.

const NOT_READY_MS = 5_000

export interface DynamodbLedgerNeeds extends PackNeeds {
  readonly clock: Clock
  readonly random: Random
  readonly placed: PlacedEvents
}

/** The ledger over DynamoDB. Any number of processes may have one over the same tables. */
export function dynamodbSeatLedger(needs: DynamodbLedgerNeeds): SeatLedger {
  return new DynamodbSeatLedger(needs)
}

class DynamodbSeatLedger implements SeatLedger {
  readonly #needs: DynamodbLedgerNeeds
  readonly #queue: CommitQueue
  readonly #seats: SeatReads
  readonly #reservations: ReservationReads
  /** The first transactions of events, one after the other. */
  #firsts: Promise<unknown> = Promise.resolve()
  #failedAtMs = Number.NEGATIVE_INFINITY

  constructor(needs: DynamodbLedgerNeeds) {
    this.#needs = needs
    this.#queue = new CommitQueue((pack) => commitPack(needs, pack))
    this.#seats = new SeatReads(needs)
    this.#reservations = new ReservationReads(needs, this.#seats)
  }

  async commit(transactions: readonly SeatTransaction[]): Promise<readonly Outcome[]> {
    for (const transaction of transactions) requireDistinctSeats(transaction)
    try {
      const outcomes = await Promise.all(
        transactions.map((transaction) => this.#commit(transaction)),
      )
      this.#failedAtMs = Number.NEGATIVE_INFINITY
      return outcomes
    } catch (error) {
      if (isDomainError(error) && error.kind === 'unavailable') {
        this.#failedAtMs = this.#needs.clock.monotonicMs()
      }
      throw isDomainError(error) ? error : translated(error)
    }
  }

  async #commit(transaction: SeatTransaction): Promise<Outcome> {
    const event = await this.#placedFor(transaction)
    if (transaction.mapVersion === null || event.frozen) return this.#submit(transaction, event)
    const first = this.#firsts.then(() => this.#commitFirst(transaction))
    this.#firsts = first.catch(() => {})
    return (await first) ?? this.#submit(transaction, await this.#placedFor(transaction))
  }

  /**
   * While nothing is taken, all transactions of the event write to one item: not all at once.
   * Undefined: something is taken by now, and this one need not wait for anybody.
   */
  async #commitFirst(transaction: SeatTransaction): Promise<Outcome | undefined> {
    const event = await this.#placedFor(transaction)
    if (event.frozen) return undefined
    const outcome = await this.#submit(transaction, event)
    this.#learn(transaction, event, outcome)
    return outcome
  }

  /** Where the seats lie under the map that the transaction was made for, if that is the map. */
  async #placedFor({ eventId, mapVersion }: SeatTransaction): Promise<PlacedEvent> {
    const { placed } = this.#needs
    if (mapVersion === null) return placed.placedForEver(eventId)
    const known = await placed.placed(eventId)
    return known.version === mapVersion ? known : placed.refresh(eventId)
  }

  #submit(transaction: SeatTransaction, event: PlacedEvent): Promise<Outcome> {
    const { mapVersion } = transaction
    if (mapVersion !== null && mapVersion !== event.version) {
      const conflict = { kind: 'seat_map', version: event.version } as const
      return Promise.resolve({ kind: 'conflict', conflicts: [conflict] })
    }
    const journal = {
      key: journalKey(transaction, event),
      sequence: this.#needs.sequence.next(),
      transactionId: newTransactionToken(this.#needs.random),
    }
    return this.#written(transaction, prepare(this.#needs, transaction, { event, journal }))
  }

  async #written(
    { reservations }: SeatTransaction,
    prepared: PreparedTransaction,
  ): Promise<Outcome> {
    const outcome = await this.#queue.submit(prepared)
    if (outcome.kind === 'applied') {
      for (const { next } of reservations) this.#reservations.written(next)
    }
    return outcome
  }

  #learn({ eventId, buyers }: SeatTransaction, event: PlacedEvent, outcome: Outcome): void {
    const { placed } = this.#needs
    if (outcome.kind === 'conflict') {
      if (outcome.conflicts.some(({ kind }) => kind === 'seat_map')) placed.forget(eventId)
    } else if (buyers.some(({ delta }) => delta > 0)) {
      placed.frozen(eventId, event.version)
    }
  }

  /** Nothing is shown before it is durable. */
  settled(): Promise<void> {
    return Promise.resolve()
  }

  seats(eventId: EventId, seatNumbers: readonly SeatNumber[]): Promise<readonly SeatState[]> {
    return this.#seats.states(eventId, seatNumbers)
  }

  touchedSeats(eventId: EventId, page: Page<SeatNumber>): Promise<readonly TouchedSeat[]> {
    return this.#seats.touched(eventId, page)
  }

  takenSeats(eventId: EventId): Promise<TakenPlaces> {
    return this.#seats.taken(eventId)
  }

  takenPlaces(eventId: EventId): Promise<ReadonlyMap<string, TakenPlaces>> {
    return this.#seats.takenPlaces(eventId)
  }

  async everTaken(eventId: EventId): Promise<boolean> {
    return (await this.#needs.placed.head(eventId)).frozen
  }

  reservation(reservationId: ReservationId): Promise<Reservation | null> {
    return this.#reservations.byId(reservationId)
  }

  reservationInPlace(reservationId: ReservationId): Promise<ReservationInPlace | null> {
    return this.#reservations.inPlace(reservationId)
  }

  reservationsOf(userId: UserId, page: Page<ReservationId>): Promise<readonly Reservation[]> {
    return this.#reservations.ofUser(userId, page)
  }

  reservationsDue(due: { nowMs: number; limit: number }): Promise<readonly Reservation[]> {
    return this.#reservations.due(due)
  }

  reservationsExpiring(expiring: Expiring): Promise<ExpiringPage> {
    return this.#reservations.expiring(expiring)
  }

  buyerCount(eventId: EventId, userId: UserId): Promise<number> {
    return this.#seats.buyerCount(eventId, userId)
  }

  journal(eventId: EventId, page: Page<number>): Promise<readonly JournalEntry[]> {
    return this.#seats.journal(eventId, page)
  }

  operation(operationId: OperationId): Promise<Outcome | null> {
    return this.#reservations.operation(operationId)
  }

  /** DynamoDB deletes them by their `ttl`, which is set for as long as they are remembered. */
  forgetOperations(): Promise<number> {
    return Promise.resolve(0)
  }

  ready(): boolean {
    return this.#needs.clock.monotonicMs() - this.#failedAtMs > NOT_READY_MS
  }
}

/** With the seats; a transaction without any goes where its reservation says. */
function journalKey({ seats, cause }: SeatTransaction, event: PlacedEvent): number {
  const [first] = seats
  if (first) return event.keyOf(first.seatNumber)
  const partition = shardOf(cause.reservationId ?? cause.actor, event.keys.length)
  return event.keys[partition] ?? event.keyOf('' as SeatNumber)
}

/** A bug of ours stays one; what the SDK throws says that DynamoDB cannot be used. */
function translated(error: unknown): unknown {
  return error instanceof Error && '$metadata' in error ? dynamodbUnavailable(error) : error
}
