const MAPPED_IPV4 = '::ffff:'
/** A household is given a whole /64 of IPv6: its four leading groups stand for one caller. */
const NETWORK_GROUPS = 4

/** What one caller's addresses have in common: an IPv4 address, or the network of an IPv6 one. */
export function addressKey(address: string): string {
  if (address.startsWith(MAPPED_IPV4)) return address.slice(MAPPED_IPV4.length)
  if (!address.includes(':')) return address
  const head = (address.split('::', 1)[0] ?? '').split(':')
  const groups = Array.from({ length: NETWORK_GROUPS }, (_, i) => head[i] || '0')
  return `${groups.join(':')}::/64`
}
