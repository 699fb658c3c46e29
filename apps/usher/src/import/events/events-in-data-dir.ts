import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { externalOperationId } from '@usher/api-gateway'
import { tablesUserStore } from '@usher/auth/adapters/tables/user-store'
import { type Event, EventStatus, SeatMapFormat } from '@usher/contracts'
import { directSeatMapReader } from '@usher/inventory/adapters/direct/seat-map-reader'
import { DomainError, isDomainError, systemClock, systemRandom } from '@usher/kernel'
import { copySqliteTables, openSqliteTables, type Tables } from '@usher/stores'
import { noMetrics, silentLogger } from '@usher/telemetry'
import { composeEmbedded, type Embedded } from '../../embedded/compose-embedded.ts'
import { processEquipment } from '../../embedded/equipment.ts'
import { readEmbeddedConfig } from '../../embedded/settings.ts'
import { requireData } from '../../server/open-for-reading.ts'
import { openUnserved } from '../../server/open-unserved.ts'
import { fieldsOf } from './event-changes.ts'
import type { EventChanges, EventTarget, KnownEvent, NewImport } from './event-target.ts'

const INSTEAD = 'let it do the import with --url and --token'

interface DataDir {
  readonly dataDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The organizer's address. */
  readonly organizer: string
}

/**
 * The organizer's events in a data directory that no server has. Throws not_found / no_data_dir and
 * organizer_not_found, and conflict / data_dir_in_use.
 */
export async function eventsInDataDir(place: DataDir): Promise<EventTarget> {
  requireData(place.dataDir)
  return openTarget(await openUnserved(place.dataDir, INSTEAD), place)
}

/** The same over a copy that is thrown away: what would happen, even while a server has it. */
export async function eventsInCopy(place: DataDir): Promise<EventTarget> {
  requireData(place.dataDir)
  const copy = await mkdtemp(join(tmpdir(), 'usher-import-'))
  const remove = () => rm(copy, { recursive: true, force: true })
  try {
    copySqliteTables(place.dataDir, copy)
    return await openTarget(
      await openSqliteTables({ directory: copy }),
      { ...place, dataDir: copy },
      remove,
    )
  } catch (error) {
    await remove()
    throw error
  }
}

async function openTarget(
  tables: Tables,
  { dataDir, env, organizer }: DataDir,
  after: () => Promise<void> = async () => undefined,
): Promise<EventTarget> {
  let embedded: Embedded | undefined
  const close = async () => {
    await embedded?.stop()
    await tables.close()
    await after()
  }
  try {
    const userId = await userOf(tables, organizer)
    embedded = await compose(tables, { dataDir, env })
    const target = new DataDirTarget(embedded.clients, userId, close)
    await target.requireOrganizer(organizer)
    return target
  } catch (error) {
    await close()
    throw error
  }
}

/** Seat maps are read here and now: they are small, and nobody else waits. */
async function compose(
  tables: Tables,
  { dataDir, env }: Pick<DataDir, 'dataDir' | 'env'>,
): Promise<Embedded> {
  const config = readEmbeddedConfig(env)
  return composeEmbedded({
    ...(await processEquipment({ dataDir, clock: systemClock, config })),
    seatMapReader: directSeatMapReader(),
    tables,
    config,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    metrics: noMetrics,
  })
}

const VENUES_A_PAGE = 100

class DataDirTarget implements EventTarget {
  readonly startedAtMs = Date.now()
  /** What is committed together shares a sync. */
  readonly inFlightMax = 32
  readonly close: () => Promise<void>
  readonly #clients: Embedded['clients']
  readonly #userId: string

  constructor(clients: Embedded['clients'], userId: string, close: () => Promise<void>) {
    this.#clients = clients
    this.#userId = userId
    this.close = close
  }

  async requireOrganizer(address: string): Promise<void> {
    const { events } = this.#clients
    await events.listVenues({ userId: this.#userId, limit: 1 }).catch((error: unknown) => {
      throw error instanceof DomainError && error.code === 'not_an_organizer'
        ? organizerNotFound(`${address} is no organizer`, error)
        : error
    })
  }

  async venues() {
    const found: { venueId: number; name: string; city: string }[] = []
    let cursor = ''
    do {
      const page = { userId: this.#userId, cursor, limit: VENUES_A_PAGE }
      const { venues, nextCursor } = await this.#clients.events.listVenues(page)
      found.push(
        ...venues.map(({ venueId, venueName, city }) => ({ venueId, name: venueName, city })),
      )
      cursor = nextCursor
    } while (cursor !== '')
    return found
  }

  async createVenue(venue: Parameters<EventTarget['createVenue']>[0], externalId: string) {
    const { name, city, country, address, timeZone, location } = venue
    const { venue: made } = await this.#clients.events.createVenue({
      userId: this.#userId,
      venueName: name,
      city,
      country,
      address,
      timeZone,
      ...(location && { location }),
      operationId: externalOperationId(this.#userId, externalId),
    })
    return { venueId: made?.venueId ?? 0, name, city }
  }

  async createEvent({ venueId, event, externalId }: NewImport): Promise<KnownEvent> {
    const { event: made } = await this.#clients.events.createEvent({
      userId: this.#userId,
      venueId,
      details: { ...detailsOf(fieldsOf(event)), currency: event.currency },
      operationId: externalOperationId(this.#userId, externalId),
    })
    return knownEvent(made)
  }

  async updateEvent({ eventId, version }: KnownEvent, changes: EventChanges): Promise<void> {
    await this.#clients.events.updateEvent({
      userId: this.#userId,
      eventId,
      details: detailsOf(changes),
      expectedVersion: version,
    })
  }

  async hasSeatMap({ eventId }: KnownEvent): Promise<boolean> {
    try {
      await this.#clients.inventory.getCounts({ eventId })
      return true
    } catch (error) {
      if (isDomainError(error, 'seat_map_not_found')) return false
      throw error
    }
  }

  async putSeatMap({ eventId, currency }: KnownEvent, seatMap: string): Promise<void> {
    await this.#clients.inventory.putSeatMap({
      eventId,
      userId: this.#userId,
      currency,
      format: SeatMapFormat.USHER,
      content: new TextEncoder().encode(seatMap),
    })
  }

  async publish({ eventId }: KnownEvent): Promise<void> {
    await this.#clients.events.publishEvent({ userId: this.#userId, eventId })
  }
}

async function userOf(tables: Tables, email: string): Promise<string> {
  const key = email.trim().normalize('NFKC').toLowerCase()
  const user = await tablesUserStore(tables).byEmail(key as never)
  if (user) return user.userId
  throw organizerNotFound(`nobody has the address ${email}`)
}

function organizerNotFound(what: string, cause?: unknown): DomainError {
  const message =
    `${what}; while "usher serve" runs, register with POST /v1/auth/register ` +
    'and become an organizer with POST /v1/organizers'
  return new DomainError('not_found', 'organizer_not_found', message, {}, cause)
}

function detailsOf({ name, imageUrl, startMs, endMs, ...fields }: EventChanges) {
  return {
    ...fields,
    ...(name !== undefined && { eventName: name }),
    ...(imageUrl !== undefined && { imageUrl }),
    ...(startMs !== undefined && { eventDateMs: BigInt(startMs) }),
    ...(typeof endMs === 'number' && { endDateMs: BigInt(endMs) }),
  }
}

function knownEvent(event: Event | undefined): KnownEvent {
  const details = event?.details
  const endMs = Number(details?.endDateMs ?? 0n)
  return {
    eventId: event?.eventId ?? 0,
    venueId: event?.venueId ?? 0,
    fields: {
      name: details?.eventName ?? '',
      description: details?.description ?? '',
      category: details?.category ?? '',
      imageUrl: details?.imageUrl ?? '',
      startMs: Number(details?.eventDateMs ?? 0n),
      endMs: endMs === 0 ? null : endMs,
      timeZone: details?.timeZone ?? '',
      language: details?.language ?? '',
    },
    currency: details?.currency ?? '',
    isDraft: event?.status === EventStatus.DRAFT,
    createdAtMs: Number(event?.createdAtMs ?? 0n),
    version: event?.version ?? 0,
  }
}
