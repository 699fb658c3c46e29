import { DomainError } from '@usher/kernel'

/** What `USHER_REDIS_URL` names. */
export type RedisPlace =
  | { readonly kind: 'node'; readonly url: string }
  /** Any of its nodes are enough to find the others. */
  | { readonly kind: 'cluster'; readonly urls: readonly string[] }

const CLUSTER = /^redis\+cluster:/
const CLUSTER_TLS = /^rediss\+cluster:/

/**
 * One address is one Redis; several, or one of `redis+cluster:`, are a Cluster. Throws invalid /
 * invalid_setting with what it should be for anything else.
 */
export function redisPlace(text: string): RedisPlace {
  const given = text.split(',').map((url) => url.trim())
  const isCluster = given.length > 1 || given.some((url) => /^rediss?\+cluster:/.test(url))
  const urls = given.map((url) =>
    requireAddress(url.replace(CLUSTER, 'redis:').replace(CLUSTER_TLS, 'rediss:')),
  )
  const [first = ''] = urls
  if (!isCluster) return { kind: 'node', url: first }
  if (urls.every((url) => !/^\/\d/.test(new URL(url).pathname))) return { kind: 'cluster', urls }
  throw malformed('without the number of a database for a Cluster, which has one alone')
}

function requireAddress(url: string): string {
  const isAddress = URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)
  if (isAddress && new URL(url).hostname !== '') return url
  throw malformed(
    'redis://host:6379, or for a Cluster redis+cluster://host:6379, or several with commas',
  )
}

function malformed(expected: string): DomainError {
  return new DomainError('invalid', 'invalid_setting', expected)
}
