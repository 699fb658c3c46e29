import { DomainError } from '@usher/kernel'
import type { RedisConnection } from '@usher/stores/redis/open-redis'
import { SEAT_LOCK_TTL_MS, type SeatClaim, type SeatLock } from '../../ports/seat-lock.ts'

// Redis runs a script as a whole, so that seats are looked at and taken in one moment. When it is
// out of memory the first SET fails, and nothing is taken.
const acquireScript = `
for _, owner in ipairs(redis.call('MGET', unpack(KEYS))) do
  if owner and owner ~= ARGV[1] then return 0 end
end
for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
return 1`

const releaseScript = `
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
return 1`

/**
 * Claims as keys of one Redis, or of one Cluster. A failover may lose some: Redis answers before
 * its replicas know.
 */
export function redisSeatLock(
  redis: RedisConnection,
  { ttlMs = SEAT_LOCK_TTL_MS }: { readonly ttlMs?: number } = {},
): SeatLock {
  return {
    acquire: (claim) =>
      answering(async () => {
        const keys = keysOf(claim)
        const taken = await redis.eval(acquireScript, keys.length, ...keys, claim.owner, ttlMs)
        return taken === 1
      }),
    release: (claim) =>
      answering(async () => {
        const keys = keysOf(claim)
        await redis.eval(releaseScript, keys.length, ...keys, claim.owner)
      }),
  }
}

/**
 * The key of the specification, `lock:seat:{event_id}:{seat_number}`. Its braces stay: a Cluster
 * puts keys with the same text between braces into one slot, so that one script can take several.
 */
function keysOf({ eventId, seatNumbers }: SeatClaim): string[] {
  return seatNumbers.map((seatNumber) => `lock:seat:{${eventId}}:${seatNumber}`)
}

async function answering<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    throw new DomainError('unavailable', 'redis_unavailable', 'Redis does not answer', {}, error)
  }
}
