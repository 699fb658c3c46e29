import { once } from 'node:events'
import { test, type TestContext } from 'node:test'
import { ownServers, realServer, untilWithin } from '@usher/testing'
import { openRedis, type RedisConnection } from './open-redis.ts'

const { options } = realServer('USHER_REDIS_CLUSTER_URL')
const nodes = ['redis-cluster-a', 'redis-cluster-b', 'redis-cluster-c']
const keys = Array.from({ length: 40 }, (_, at) => `key ${at}`)
const until = untilWithin(60_000, 100)

test(
  'a lost node of a Cluster takes its keys along, and comes back with them',
  options,
  async (context) => {
    const own = await ownServers(nodes)
    context.after(() => own.close())
    const url = own.settings['USHER_REDIS_CLUSTER_URL'] ?? ''
    const patient = connect(context, { url, timeoutMs: 30_000 })
    await once(patient, 'ready')
    await Promise.all(keys.map((key) => patient.set(key, key)))
    // On a machine that is busy any command may take longer than this; not each time.
    const redis = connect(context, { url, timeoutMs: 200 })
    const found = (isSo: (count: number) => boolean) => until(async () => isSo(await count(redis)))
    await found((count) => count === keys.length)
    await own.kill('redis-cluster-b')
    await found((count) => count > 0 && count < keys.length)
    await own.start('redis-cluster-b')
    await found((count) => count === keys.length)
  },
)

function connect(context: TestContext, given: Parameters<typeof openRedis>[0]): RedisConnection {
  const redis = openRedis(given)
  context.after(() => redis.disconnect())
  return redis
}

async function count(redis: RedisConnection): Promise<number> {
  const answers = await Promise.allSettled(keys.map((key) => redis.get(key)))
  return answers.filter((answer) => answer.status === 'fulfilled' && answer.value !== null).length
}
