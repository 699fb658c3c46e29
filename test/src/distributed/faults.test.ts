import { after, before, test } from 'node:test'
import { readBooks } from './books.ts'
import { elasticsearchAway, elasticsearchSlow } from './cases/search-away.ts'
import { kafkaFull, mysqlFull, seatStoreFull } from './cases/full-disk.ts'
import { kafkaAway } from './cases/kafka-away.ts'
import { killSeatStore, killServices } from './cases/killed.ts'
import { mysqlAway } from './cases/mysql-away.ts'
import { pauseBeyondDeadlines, pauseEverything } from './cases/paused.ts'
import { redisEmptiedAndAway, redisFull, redisLies } from './cases/redis.ts'
import { restartEverything } from './cases/rolling-restart.ts'
import { throttleSeatStore } from './cases/throttled.ts'
import { type DistributedPlatform, startDistributed } from './distributed-platform.ts'
import type { Fault } from './fault-case.ts'
import { checkNoneTwice, mailed } from './mails.ts'
import { mayMount } from './small-disk.ts'

// All of them harm one platform, one after the other: what a fault leaves behind meets the next.

const options = { skip: process.env['USHER_TEST_SERVERS'] === 'none' && 'without servers' }
const mounting = { skip: options.skip || (!mayMount() && 'without the right to mount a disk') }

let platform: DistributedPlatform
const eventIds: number[] = []
before(async () => {
  if (!options.skip) platform = await startDistributed()
})
after(() => platform?.servers.wipe())

harmed('a service that is killed loses nothing and doubles nothing', killServices)
harmed('what stands still for a moment is waited for', pauseEverything)
harmed('what stands still for long costs a 503, never a wrong answer', pauseBeyondDeadlines)
harmed('while Kafka is away sales go on, and all is told once it is back', kafkaAway)
harmed('while MySQL is away nobody logs in, and sales and doors go on', mysqlAway)
harmed('while Elasticsearch is away only searching fails', elasticsearchAway)
harmed('while Elasticsearch stands still a search ends with its deadline', elasticsearchSlow)
harmed('Redis emptied, killed and standing still holds up no sale', redisEmptiedAndAway)
harmed('Redis without memory holds up no sale', redisFull)
harmed('a lock that says yes to everybody sells no seat twice', redisLies)
harmed('a seat store that is killed loses nothing that was acknowledged', killSeatStore)
harmed('throttling and conflicts make sales slow and none wrong', throttleSeatStore)
harmed('a seat store without room asks buyers to come again', seatStoreFull, mounting)
harmed('while MySQL has no room sales go on', mysqlFull, mounting)
harmed('a broker without room ends, and all is told once it is back', kafkaFull, mounting)
harmed('services of which there are two are restarted, and nobody notices', restartEverything)

test('in the end every booking has its mail, and none has it twice', options, async (t) => {
  const settings = await platform.settings()
  for (const eventId of eventIds) {
    await mailed(platform, eventId)
    const books = await readBooks(settings, eventId)
    await checkNoneTwice(platform.mails, books)
    t.diagnostic(`event ${eventId}: ${books.bookings.length} bookings`)
  }
})

function harmed(title: string, harm: Fault, needs = options): void {
  test(title, needs, async (t) => void eventIds.push((await harm(t, platform)).eventId))
}
