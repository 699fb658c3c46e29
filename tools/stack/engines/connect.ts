import { createHash } from 'node:crypto'
import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Engine, type Place, portOf } from '../engine.ts'
import { fillOnce, run } from '../fetch.ts'
import { copyJars } from './maven.ts'

const connector = join(import.meta.dirname, '../../../services/search/connect')
const PROBE_MS = 2000
const HASH_CHARS = 16
const jvmFlags = [
  '-Xms64m',
  '-Xmx192m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
]

/**
 * A worker of Kafka Connect with the connector of services/search/connect. Without Kafka and
 * Elasticsearch in the same stack it takes theirs from the environment, as Usher's services do.
 */
export const connect: Engine = {
  ports: ['http'],
  install: (home) =>
    fillOnce(home, async (folder) => {
      await cp(join(connector, 'pom.xml'), join(folder, 'pom.xml'))
      await copyJars(folder)
    }),
  async prepare(place) {
    const plugins = join(place.data, 'plugins')
    await rm(plugins, { recursive: true, force: true })
    await cp(await compiledConnector(place), join(plugins, 'elasticsearch-sink'), {
      recursive: true,
    })
  },
  launch: (place, settings) => ({
    command: 'java',
    args: [
      ...jvmFlags,
      '-cp',
      jars(place.home),
      'org.apache.kafka.connect.cli.ConnectDistributed',
      join(connector, 'worker.properties'),
    ],
    env: {
      USHER_KAFKA_TOPIC_PREFIX: process.env['USHER_KAFKA_TOPIC_PREFIX'] ?? '',
      ...settings,
      USHER_CONNECT_LISTENERS: address(place),
    },
  }),
  async probe(place) {
    const answer = await fetch(`${address(place)}/connectors`, {
      signal: AbortSignal.timeout(PROBE_MS),
    })
    if (!answer.ok) throw new Error(`answered ${answer.status}`)
  },
  settings: (place) => ({ USHER_CONNECT_URL: address(place) }),
}

/** Compiled once for each state of the source, so that what runs is what the source says. */
async function compiledConnector({ home }: Place): Promise<string> {
  const folder = join(connector, 'src/usher/connect')
  const sources = (await readdir(folder)).sort().map((name) => join(folder, name))
  const hash = createHash('sha256')
  for (const source of sources) hash.update(await readFile(source))
  const compiled = join(home, `connector-${hash.digest('hex').slice(0, HASH_CHARS)}`)
  await fillOnce(compiled, async (classes) => {
    await cp(join(connector, 'resources'), classes, { recursive: true })
    await run('javac', ['--release', '17', '-d', classes, '-cp', jars(home), ...sources])
  })
  return compiled
}

function jars(home: string): string {
  return join(home, 'libs/*')
}

function address(place: Place): string {
  return `http://127.0.0.1:${portOf(place, 'http')}`
}
