import { existsSync } from 'node:fs'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Engine, portOf } from '../engine.ts'
import { fillOnce, fromDebian, run } from '../fetch.ts'
import versions from '../versions.json' with { type: 'json' }
import { accountFor, greets } from './mysql.ts'

const SERVER = '/usr/sbin/mariadbd'

/** A second opinion on our SQL: many run MariaDB where we say MySQL. */
export const mariadb: Engine = {
  ports: ['mysql'],
  async install(home) {
    await fromDebian(versions.mariadb.debian, () => existsSync(SERVER))
    await fillOnce(home, makeTemplate)
  },
  async prepare(place) {
    const data = join(place.data, 'mysql')
    if (!existsSync(data)) await cp(join(place.home, 'template'), data, { recursive: true })
    await writeFile(join(place.data, 'init.sql'), accountFor('ticketing_main'))
    // After a kill -9 it is in the way of the next start.
    await rm(join(place.data, 'mariadb.sock'), { force: true })
  },
  launch: (place) => ({
    command: SERVER,
    args: [
      '--no-defaults',
      ...asRoot(),
      `--datadir=${join(place.data, 'mysql')}`,
      // A server that starts deletes every temporary table there, those of others too.
      `--tmpdir=${place.data}`,
      '--bind-address=127.0.0.1',
      `--port=${portOf(place, 'mysql')}`,
      `--socket=${join(place.data, 'mariadb.sock')}`,
      `--pid-file=${join(place.data, 'mariadb.pid')}`,
      `--init-file=${join(place.data, 'init.sql')}`,
      '--skip-name-resolve',
      '--innodb-buffer-pool-size=64M',
      '--innodb-log-file-size=64M',
      '--innodb-flush-log-at-trx-commit=1',
    ],
  }),
  probe: (place) => greets(portOf(place, 'mysql')),
  settings: (place) => ({
    USHER_MARIADB_URL: `mysql://usher:usher@127.0.0.1:${portOf(place, 'mysql')}/ticketing_main`,
  }),
}

async function makeTemplate(folder: string): Promise<void> {
  await mkdir(join(folder, 'template'))
  const account = ['--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot()]
  const data = `--datadir=${join(folder, 'template')}`
  await run('mariadb-install-db', ['--no-defaults', data, ...account])
}

/** It refuses to run as root unless it is told that this is meant. */
function asRoot(): readonly string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}
