import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { type Engine, portOf } from '../engine.ts'
import { fillOnce } from '../fetch.ts'
import { maven } from './maven.ts'

const PROBE_MS = 2000
const jvmFlags =
  '-Xms512m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError'.split(
    ' ',
  )

/**
 * A node of the real server's code, started without its plugin loader: see
 * elasticsearch/README.md.
 */
export const elasticsearch: Engine = {
  ports: ['http', 'transport'],
  install: (home) =>
    fillOnce(home, async (folder) => {
      await cp(join(import.meta.dirname, '../elasticsearch'), folder, { recursive: true })
      await maven(folder, 'compile')
    }),
  prepare: async () => undefined,
  launch: (place) => ({
    command: 'java',
    args: [
      ...jvmFlags,
      '-cp',
      [join(place.home, 'target/classes'), join(place.home, 'target/lib/*')].join(':'),
      'org.elasticsearch.node.EsDevNode',
      place.data,
      String(portOf(place, 'http')),
      String(portOf(place, 'transport')),
    ],
  }),
  async probe(place) {
    const url = `http://127.0.0.1:${portOf(place, 'http')}/_cluster/health`
    const answer = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) })
    if (!answer.ok) throw new Error(`answered ${answer.status}`)
  },
  settings: (place) => ({
    USHER_ELASTICSEARCH_URL: `http://127.0.0.1:${portOf(place, 'http')}`,
  }),
}
