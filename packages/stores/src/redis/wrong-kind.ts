import { Cluster, type Redis } from 'ioredis'

const NO_CLUSTER =
  'USHER_REDIS_URL names a Cluster, and the Redis there is none: nothing is kept in it; ' +
  'name it with redis:// alone'
const IS_CLUSTER =
  'USHER_REDIS_URL names one Redis, and it is a node of a Cluster: most of what is to be kept is ' +
  'refused; name it with redis+cluster://'

/**
 * Calls `tell`, once, when the Redis that answers is not of the kind that its address says: nothing
 * else would show it, for whoever uses Redis here goes on without it.
 */
export function tellWrongKind(connection: Redis | Cluster, tell: (message: string) => void): void {
  if (connection instanceof Cluster) {
    const noCluster = ({ lastNodeError }: { readonly lastNodeError?: Error }) => {
      if (!lastNodeError?.message.includes('cluster support disabled')) return
      connection.off('error', noCluster)
      tell(NO_CLUSTER)
    }
    connection.on('error', noCluster)
    return
  }
  connection.once('ready', () => {
    const asked = connection.info('cluster')
    // One that has gone again is as good as away.
    const isCluster = asked.then((info) => /cluster_enabled:1/.test(info)).catch(() => false)
    void isCluster.then((is) => is && tell(IS_CLUSTER))
  })
}
