import { existsSync } from 'node:fs'
import { cp, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Engine, type Place, portOf } from '../engine.ts'
import { fillOnce, run } from '../fetch.ts'
import { copyJars } from './maven.ts'

/** 16 bytes in base64url, as StorageTool makes them; any will do for a cluster of one. */
const CLUSTER_ID = 'VXNoZXJTdGFja0thZmthMQ'
const PROBE_MS = 1000
const jvmFlags = [
  '-Xms128m',
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
]

/** One broker that is its own controller (KRaft). */
export const kafka: Engine = {
  ports: ['broker', 'controller'],
  install: (home) =>
    fillOnce(home, async (folder) => {
      await cp(join(import.meta.dirname, '../kafka/pom.xml'), join(folder, 'pom.xml'))
      await copyJars(folder)
    }),
  async prepare(place) {
    const file = join(place.data, 'server.properties')
    await writeFile(file, properties(place))
    if (existsSync(join(place.data, 'log/meta.properties'))) return
    const jars = join(place.home, 'libs/*')
    await run('java', [
      '-cp',
      jars,
      'kafka.tools.StorageTool',
      'format',
      '-t',
      CLUSTER_ID,
      '-c',
      file,
    ])
  },
  launch: (place) => ({
    command: 'java',
    args: [
      ...jvmFlags,
      '-cp',
      join(place.home, 'libs/*'),
      'kafka.Kafka',
      join(place.data, 'server.properties'),
    ],
  }),
  probe: listens,
  settings: (place) => ({ USHER_KAFKA_BROKERS: `127.0.0.1:${portOf(place, 'broker')}` }),
}

function properties(place: Place): string {
  const broker = portOf(place, 'broker')
  const controller = portOf(place, 'controller')
  return `process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${broker}
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:${controller}
log.dirs=${join(place.data, 'log')}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
# With the defaults a broker that was killed needs 14 s to come back.
broker.heartbeat.interval.ms=300
broker.session.timeout.ms=1500
`
}

/** ApiVersions (key 18, version 0) is answered once the broker serves its clients. */
function listens(place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: portOf(place, 'broker') })
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
