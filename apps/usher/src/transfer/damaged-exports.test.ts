import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openSqliteTables } from '@usher/stores'
import { runUsher } from '../commands/run-command.fixture.ts'
import { demoEvents } from '../demo/demo-events.ts'
import { openDemoSet } from '../demo/demo-set.ts'
import { openInMemory, sell } from '../embedded/embedded.fixture.ts'
import { type Manifest, sealed } from './manifest.ts'

const root = await mkdtemp(join(tmpdir(), 'usher-damaged-'))
const sound = join(root, 'sound')
const dataDir = join(root, 'data')
after(() => rm(root, { recursive: true }))

before(async () => {
  const tables = await openSqliteTables({ directory: dataDir })
  const usher = await openInMemory(tables)
  const events = demoEvents.filter(({ key }) => key === 'theatre')
  const [theatre] = await openDemoSet({ ...usher, ...usher.embedded, events })
  const eventId = theatre?.event_id ?? 0
  await sell(usher, { eventId, seats: ['A1', 'A2'], email: 'ann@example.org' })
  await usher.embedded.stop()
  await tables.close()
  assert.equal((await runUsher(['export', sound, '--data-dir', dataDir])).code, 0)
})

interface Damage {
  /** What the import must say. */
  readonly says: RegExp
  readonly harm: (directory: string) => Promise<void>
}

const damages: Readonly<Record<string, Damage>> = {
  'a manifest that is missing': {
    says: /never finished \(export_incomplete\)/,
    harm: (directory) => rm(join(directory, 'manifest.json')),
  },
  'a manifest that was edited': {
    says: /export_damaged/,
    harm: (directory) =>
      editText(directory, 'manifest.json', (text) => text.replace('"rows": 1', '"rows": 2')),
  },
  'a manifest that is cut off': {
    says: /export_damaged/,
    harm: (directory) => truncate(join(directory, 'manifest.json'), 500),
  },
  'a newer version': {
    says: /version 99.*export_newer/,
    harm: (directory) => reseal(directory, (manifest) => ({ ...manifest, version: 99 })),
  },
  'a file that is missing': {
    says: /seats\.jsonl: it cannot be read/,
    harm: (directory) => rm(join(directory, 'seats.jsonl')),
  },
  'a file that is cut off': {
    says: /seats\.jsonl:1: the line is cut off/,
    harm: (directory) => truncate(join(directory, 'seats.jsonl'), 40),
  },
  'a price that was edited': {
    says: /bookings\.jsonl: it was changed after it was exported/,
    harm: (directory) =>
      editText(directory, 'bookings.jsonl', (text) =>
        text.replace(/"total_minor":./, '"total_minor":1'),
      ),
  },
  'a seat map that was edited': {
    says: /seat-maps\/\d+\.json: it/,
    harm: async (directory) => {
      const { files } = await manifestOf(directory)
      const map = files.find(({ path }) => path.startsWith('seat-maps/'))
      await editText(directory, map?.path ?? '', (text) => text.replace('"A1"', '"A9"'))
    },
  },
}

/** Edits that come with hashes to match: only the rows themselves can tell. */
const forgeries: Readonly<Record<string, { says: RegExp; edit: (line: string) => string }>> = {
  'a line that is no JSON': { says: /seats\.jsonl:1: it is no JSON/, edit: () => 'seat A1' },
  'a line that is no object': { says: /:1: it is no JSON object/, edit: () => '[1]' },
  'an unknown column': {
    says: /:1: colour is no column of seats/,
    edit: (line) => line.replace('{', '{"colour":"red",'),
  },
  'a missing column': {
    says: /:1: status is missing/,
    edit: (line) => line.replace('"status":"BOOKED",', ''),
  },
  'a number where a text belongs': {
    says: /:1: status is not text/,
    edit: (line) => line.replace('"BOOKED"', '7'),
  },
  'an integer that is none': {
    says: /:1: version is not integer/,
    edit: (line) => line.replace(/"version":\d+/, '"version":1.5'),
  },
  'a key that is null': {
    says: /:1: seat_number is null/,
    edit: (line) => line.replace('"A1"', 'null'),
  },
  'two rows with one key': {
    says: /seats\.jsonl:2: another row has the same key/,
    edit: (line) => line.replace('"A1"', '"A2"'),
  },
  'one row more than there were': {
    says: /seats\.jsonl: it has 3 rows of 2/,
    edit: (line) => `${line.replace('"A1"', '"A0"')}\n${line}`,
  },
}

for (const [title, { says, harm }] of Object.entries(damages)) {
  test(`an export with ${title} imports nothing and says so`, async () => {
    await refuses(await copyOf(title), says, harm)
  })
}

for (const [title, { says, edit }] of Object.entries(forgeries)) {
  test(`an export with ${title} imports nothing and says where`, async () => {
    await refuses(await copyOf(title), says, async (directory) => {
      await editText(directory, 'seats.jsonl', (text) => {
        const [first = '', ...rest] = text.split('\n')
        return [edit(first), ...rest].join('\n')
      })
      await rehash(directory, 'seats.jsonl')
    })
  })
}

test('a violation that was exported is imported and told, with code 1', async () => {
  const directory = await copyOf('violation')
  await editText(directory, 'payments.jsonl', (text) => text.replace('"CAPTURED"', '"AUTHORIZED"'))
  await rehash(directory, 'payments.jsonl')
  const { code, out } = await runUsher([
    'import',
    'all',
    directory,
    '--data-dir',
    join(root, 'told'),
    '--json',
  ])
  assert.equal(code, 1)
  assert.equal((JSON.parse(out) as { violations: unknown[] }).violations.length > 0, true)
  assert.ok(existsSync(join(root, 'told/usher.db')))
})

test('a directory that holds anything is not imported into, a rehearsal touches nothing', async () => {
  const full = await runUsher(['import', 'all', sound, '--data-dir', dataDir])
  assert.deepEqual([full.code, /data_dir_not_empty/.test(full.said)], [1, true])
  const rehearsed = join(root, 'rehearsed')
  const { code } = await runUsher(['import', 'all', sound, '--data-dir', rehearsed, '--dry-run'])
  assert.deepEqual([code, existsSync(rehearsed)], [0, false])
})

test('what an interrupted import left is thrown away by the next one', async () => {
  const half = join(root, 'half')
  await mkdir(join(half, '.incoming'), { recursive: true })
  await writeFile(join(half, '.incoming/usher.db'), 'half of it')
  for (const mark of ['usher.lock', 'usher.lock-journal']) await writeFile(join(half, mark), '')
  const served = await runUsher(['audit', '--data-dir', half])
  assert.match(served.said, /no_data_dir/, 'half of it is no data')
  const { code } = await runUsher(['import', 'all', sound, '--data-dir', half])
  assert.equal(code, 0)
  assert.equal((await runUsher(['audit', '--data-dir', half])).code, 0)
})

async function refuses(directory: string, says: RegExp, harm: Damage['harm']): Promise<void> {
  await harm(directory)
  const into = `${directory}-data`
  const { code, out, said } = await runUsher(['import', 'all', directory, '--data-dir', into])
  assert.equal(code, 1)
  assert.match(`${out}\n${said}`, says)
  assert.equal(existsSync(into), false, 'nothing is left behind')
}

async function copyOf(title: string): Promise<string> {
  const directory = join(root, title.replaceAll(' ', '-'))
  await cp(sound, directory, { recursive: true })
  return directory
}

async function editText(
  directory: string,
  path: string,
  edit: (text: string) => string,
): Promise<void> {
  const before = await readFile(join(directory, path), 'utf8')
  const text = edit(before)
  assert.notEqual(text, before, 'the damage is done')
  await writeFile(join(directory, path), text)
}

async function manifestOf(directory: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as Manifest
}

async function reseal(directory: string, edit: (manifest: Manifest) => Manifest): Promise<void> {
  const { sha256: _old, ...manifest } = edit(await manifestOf(directory))
  await writeFile(join(directory, 'manifest.json'), JSON.stringify(sealed(manifest)))
}

/** Makes the manifest agree with a file that was edited, as a careful forger would. */
async function rehash(directory: string, path: string): Promise<void> {
  const content = await readFile(join(directory, path))
  const sha256 = createHash('sha256').update(content).digest('hex')
  await reseal(directory, (manifest) => ({
    ...manifest,
    files: manifest.files.map((file) =>
      file.path === path ? { ...file, bytes: content.length, sha256 } : file,
    ),
  }))
}
