import type { Lease } from '../domain/lease.ts'

/** What a write of a lease leaves as it is, or changes. */
export type LeaseChange = Partial<Pick<Lease, 'owner' | 'checkpoint' | 'finished'>>

/** Who reads what, and how far it is in Kafka. Every write is conditional on counter and owner. */
export interface LeaseStore {
  list(): Promise<readonly Lease[]>
  /** Keeps the lease unless there is one for this shard; answers whether it did. */
  create(lease: Lease): Promise<boolean>
  /** Answers the lease as it is now, or undefined when somebody else wrote it since. */
  change(lease: Lease, change: LeaseChange): Promise<Lease | undefined>
  /** Does nothing when somebody else wrote it since. */
  remove(lease: Lease): Promise<void>
}
