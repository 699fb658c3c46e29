import { existsSync } from 'node:fs'
import { cp, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Launch, Place } from '../engine.ts'
import { fillOnce, run } from '../fetch.ts'
import { copyJars } from './maven.ts'

// What every broker here has in common, alone or one of several.

/** 16 bytes in base64url, as StorageTool makes them; clusters here never meet. */
const CLUSTER_ID = 'VXNoZXJTdGFja0thZmthMQ'
const PROBE_MS = 1000

/** For `copies` brokers: each keeps all that Kafka writes for itself. */
export function internalTopics(copies: number): string {
  const quorum = Math.ceil((copies + 1) / 2)
  return `offsets.topic.replication.factor=${copies}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=${copies}
transaction.state.log.min.isr=${quorum}
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=${copies}
share.coordinator.state.topic.min.isr=${quorum}
share.coordinator.state.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
# With the defaults a broker that was killed needs 14 s to come back.
broker.heartbeat.interval.ms=300
broker.session.timeout.ms=1500
`
}

export function installKafka(home: string): Promise<void> {
  return fillOnce(home, async (folder) => {
    await cp(join(import.meta.dirname, '../kafka/pom.xml'), join(folder, 'pom.xml'))
    await copyJars(folder)
  })
}

/** Writes what the broker is to be, and makes its log unless there is one; `more` is for that. */
export async function prepareBroker(
  place: Place,
  properties: string,
  more: readonly string[] = [],
): Promise<void> {
  const file = propertiesFile(place)
  const log = join(place.data, 'log')
  await writeFile(file, `log.dirs=${log}\n${properties}`)
  if (existsSync(join(log, 'meta.properties'))) return
  const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', file]
  await run('java', ['-XX:TieredStopAtLevel=1', '-cp', jars(place), ...format, ...more])
}

export function launchBroker(place: Place, heapMb: number): Launch {
  const flags = [
    '-Xms128m',
    `-Xmx${heapMb}m`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  ]
  const args = [...flags, '-cp', jars(place), 'kafka.Kafka', propertiesFile(place)]
  return { command: 'java', args }
}

/** ApiVersions (key 18, version 0) is answered once the broker serves its clients. */
export function answersAt(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.setTimeout(PROBE_MS, () => socket.destroy(new Error('no answer')))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed')))
    socket.once('connect', () =>
      socket.write(Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff])),
    )
    socket.once('data', () => {
      resolve()
      socket.destroy()
    })
  })
}

function jars({ home }: Place): string {
  return join(home, 'libs/*')
}

function propertiesFile({ data }: Place): string {
  return join(data, 'server.properties')
}
