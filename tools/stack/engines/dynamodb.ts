import { join } from 'node:path'
import { type Engine, portOf } from '../engine.ts'
import { fillOnce, run } from '../fetch.ts'
import versions from '../versions.json' with { type: 'json' }

/** DynamoDB's API by dynoxide: one binary, carried by an npm package. */
export const dynamodb: Engine = {
  ports: ['http'],
  install: (home) =>
    fillOnce(home, async (folder) => {
      const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--no-save']
      await run('npm', [...args, versions.dynamodb.npm], folder)
    }),
  prepare: async () => undefined,
  launch: (place) => ({
    command: join(place.home, 'node_modules/@dynoxide/linux-x64/dynoxide'),
    args: [
      'serve',
      '-p',
      String(portOf(place, 'http')),
      '--db-path',
      join(place.data, 'tables.db'),
    ],
  }),
  async probe(place) {
    // Any answer will do; an unsigned request is refused by a server that is there.
    await fetch(`http://127.0.0.1:${portOf(place, 'http')}/`, { signal: AbortSignal.timeout(1000) })
  },
  settings: (place) => ({ USHER_DYNAMODB_ENDPOINT: `http://127.0.0.1:${portOf(place, 'http')}` }),
}
