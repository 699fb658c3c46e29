import { DomainError } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { getItem, putItem } from '@usher/stores/dynamodb/item-access'
import { jitteredWaitMs } from '@usher/stores/dynamodb/retry-refused'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'
import {
  KEYS_MAX,
  type NewTicketKey,
  type TicketKeyStatus,
  type TicketKeyStore,
  type TicketSigningKey,
} from '../../ports/ticket-key-store.ts'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { ticketKeysTable } from './table-descriptions.ts'

/** At 200 bytes a key, `KEYS_MAX` of them are half of what an item may be. */
interface RingItem {
  readonly name: typeof NAME
  readonly version: number
  /** The active one last. */
  readonly signing_keys: readonly KeyItem[]
}

interface KeyItem {
  readonly key_id: string
  readonly x: string
  /** The secret. Whoever reads this table can make tickets. */
  readonly d: string
  readonly status: TicketKeyStatus
  readonly created_at: number
}

interface Ring {
  readonly version: number
  readonly keys: readonly TicketSigningKey[]
}

const NAME = 'ring'
/** How often a rotation is tried that others get in the way of. */
const ATTEMPTS_MAX = 20

/**
 * Keys that sign tickets, in DynamoDB. All are one item, which is replaced if it still has the
 * version that was read: so one of them is active, whoever rotates at once.
 */
export function dynamodbTicketKeyStore(needs: StoreNeeds): TicketKeyStore {
  return {
    all: async () => (await readRing(needs)).keys,
    async addFirst(key) {
      const none: Ring = { version: 0, keys: [] }
      const { keys } = await readRing(needs)
      // Of no effect when another was first.
      if (keys.length === 0) await replaceRing(needs, none, [{ ...key, status: 'active' }])
    },
    async rotate(key, { revokeOthers }) {
      for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
        const ring = await readRing(needs)
        // Also when an earlier attempt took effect and its answer was lost.
        if (ring.keys.some(({ keyId }) => keyId === key.keyId)) return
        if (await replaceRing(needs, ring, rotated(ring, key, revokeOthers))) return
        await needs.clock.sleep(jitteredWaitMs(needs, attempt))
      }
      throw new DomainError('unavailable', 'ticket_keys_busy', 'keys are rotated all the time')
    },
  }
}

function rotated(
  { keys }: Ring,
  key: NewTicketKey,
  revokeOthers: boolean,
): readonly TicketSigningKey[] {
  if (keys.length >= KEYS_MAX) {
    throw new DomainError('exhausted', 'too_many_keys', 'no more keys are kept')
  }
  const others = keys.map((other): TicketSigningKey => {
    const isRevoked = revokeOthers || other.status === 'revoked'
    return { ...other, status: isRevoked ? 'revoked' : 'retired' }
  })
  return [...others, { ...key, status: 'active' }]
}

async function readRing(needs: StoreNeeds): Promise<Ring> {
  const table = needs.dynamodb.table(ticketKeysTable.name)
  const found = await getItem(needs, table, { name: NAME })
  return found ? ringOf(found) : { version: 0, keys: [] }
}

async function replaceRing(
  needs: StoreNeeds,
  before: Ring,
  keys: readonly TicketSigningKey[],
): Promise<boolean> {
  const result = await putItem(needs, {
    TableName: needs.dynamodb.table(ticketKeysTable.name),
    Item: ringItem({ version: before.version + 1, keys }),
    ConditionExpression: 'attribute_not_exists(version) OR version = :seen',
    ExpressionAttributeValues: { ':seen': before.version },
  })
  return result.kind === 'done'
}

export function ringItem({ version, keys }: Ring): RingItem {
  const signing_keys = keys.map(({ keyId, x, d, status, createdAtMs }) => {
    return { key_id: keyId, x, d, status, created_at: secondsOf(createdAtMs) }
  })
  return { name: NAME, version, signing_keys }
}

function ringOf(found: Item): Ring {
  const { version, signing_keys } = found as unknown as RingItem
  const keys = signing_keys.map(({ key_id, x, d, status, created_at }) => {
    return { keyId: key_id, x, d, status, createdAtMs: msOf(created_at) }
  })
  return { version, keys }
}
