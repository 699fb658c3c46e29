import { fairShare, toGiveAway } from '../domain/fair-share.ts'
import { type Lease, leaseKey, MEMBERS, newLease } from '../domain/lease.ts'
import type { LeaseWatch } from '../domain/lease-watch.ts'
import { leasesOfNoShard, leasesToMake } from '../domain/shard-tree.ts'
import { HeldShard } from './held-shard.ts'
import type { CdcPorts, Source } from './ports.ts'

/** What this instance knows and reads. */
export interface ShardWork {
  /** By `leaseKey`. */
  readonly held: Map<string, HeldShard>
  readonly watch: LeaseWatch
}

/**
 * One look at everything: this instance says that it is there, makes leases for new shards, gives
 * away what is more than its share, and takes what nobody reads. A shard changes hands only when
 * its owner let go of it, or has not renewed its lease for the whole duration.
 */
export async function shareShards(ports: CdcPorts, work: ShardWork): Promise<void> {
  const before = await ports.leases.list()
  await sayPresent(ports, before)
  await followStreams(ports, before)
  const leases = await ports.leases.list()
  work.watch.observe(leases, ports.clock.monotonicMs())
  dropLost(work)
  const open = leases.filter((lease) => !lease.finished && sourceOf(ports, lease))
  const present = await presentMembers(ports, work, leases)
  giveAway(ports, work, { open, present })
  const share = fairShare({ shards: open.length, instances: present.length })
  await take(ports, work, { open, share })
  ports.telemetry.sharing({ open: open.length, held: work.held.size })
}

/** Lets go of everything in good order, so that others need not wait. */
export async function leave(ports: CdcPorts, work: ShardWork): Promise<void> {
  for (const held of work.held.values()) held.isLeaving = true
  await Promise.all([...work.held.values()].map((held) => letGo(work, held)))
  const members = await ports.leases.list()
  const own = members.find((lease) => lease.stream === MEMBERS && lease.shardId === ports.me)
  if (own) await ports.leases.remove(own)
}

/** Waits for the reading that is under way, then gives the lease back. */
async function letGo(work: ShardWork, held: HeldShard): Promise<void> {
  held.isLeaving = true
  await held.running
  if (!held.isLost) await held.write({ owner: null })
  work.held.delete(leaseKey(held.lease))
}

async function sayPresent({ leases, me }: CdcPorts, known: readonly Lease[]): Promise<void> {
  const own = known.find(({ stream, shardId }) => stream === MEMBERS && shardId === me)
  if (own) await leases.change(own, { owner: me })
  else await leases.create({ ...newLease(MEMBERS, me), owner: me })
}

async function followStreams(ports: CdcPorts, leases: readonly Lease[]): Promise<void> {
  for (const source of ports.sources) {
    const { name } = source.stream
    const shards = await source.stream.shards()
    for (const lease of leasesToMake(name, shards, leases)) await ports.leases.create(lease)
    for (const lease of leasesOfNoShard(name, shards, leases)) await forget(ports, source, lease)
  }
}

/** An unfinished shard that is no longer kept has taken changes with it. */
async function forget(
  { leases, telemetry }: CdcPorts,
  source: Source,
  lease: Lease,
): Promise<void> {
  if (!lease.finished) telemetry.changesLost(source.table, lease)
  await leases.remove(lease)
}

async function presentMembers(
  ports: CdcPorts,
  { watch }: ShardWork,
  leases: readonly Lease[],
): Promise<readonly string[]> {
  const nowMs = ports.clock.monotonicMs()
  const members = leases.filter(({ stream }) => stream === MEMBERS)
  const gone = members.filter(
    (lease) => lease.shardId !== ports.me && watch.hasExpired(lease, nowMs),
  )
  for (const lease of gone) await ports.leases.remove(lease)
  return members.filter((lease) => !gone.includes(lease)).map(({ shardId }) => shardId)
}

function dropLost({ held }: ShardWork): void {
  for (const [key, each] of held) {
    const isOver = each.isLost || (each.isLeaving && !each.isOurs)
    if (isOver && each.running === undefined) held.delete(key)
  }
}

/** Not waited for: a batch that is under way may wait for Kafka. */
function giveAway(
  { telemetry }: CdcPorts,
  work: ShardWork,
  { open, present }: { readonly open: readonly Lease[]; readonly present: readonly string[] },
): void {
  const staying = [...work.held.values()].filter(({ isLeaving, isLost }) => !isLeaving && !isLost)
  const counts = present.map((name) => open.filter(({ owner }) => owner === name).length)
  const surplus = toGiveAway(staying.length, { shards: open.length, counts })
  for (const held of staying.slice(0, surplus)) {
    void letGo(work, held).catch((error: unknown) => {
      telemetry.shardFailed(held.source.table, held.lease, error)
    })
  }
}

async function take(
  ports: CdcPorts,
  work: ShardWork,
  { open, share }: { readonly open: readonly Lease[]; readonly share: number },
): Promise<void> {
  const nowMs = ports.clock.monotonicMs()
  const free = open.filter(
    (lease) =>
      !work.held.has(leaseKey(lease)) &&
      (lease.owner === null || lease.owner === ports.me || work.watch.hasExpired(lease, nowMs)),
  )
  for (const lease of shuffled(free, ports)) {
    if (work.held.size >= share) return
    const source = sourceOf(ports, lease)
    const askedAtMs = ports.clock.monotonicMs()
    const taken = await ports.leases.change(lease, { owner: ports.me })
    if (taken && source) {
      work.held.set(leaseKey(taken), new HeldShard(ports, source, taken, askedAtMs))
    }
  }
}

/** Instances that look at once begin with different shards. */
function shuffled(leases: readonly Lease[], { random }: CdcPorts): readonly Lease[] {
  return leases
    .map((lease) => ({ lease, place: random.fraction() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ lease }) => lease)
}

function sourceOf({ sources }: CdcPorts, { stream }: Lease): Source | undefined {
  return sources.find((source) => source.stream.name === stream)
}
