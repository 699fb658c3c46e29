import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DomainError, type Environment } from '@usher/kernel'
import type { Terminal } from '../cli/terminal.ts'
import { auditDirectory, type Holding } from './audit-directory.ts'
import { distribute, type Distributed, requireEmptyStores } from './distribute.ts'
import { openDistributedStores } from './distributed-stores.ts'
import { readManifest } from './manifest.ts'
import { progressOf } from './progress-of.ts'
import { readExport } from './read-export.ts'

export interface DistributedImport {
  readonly directory: string
  readonly env: Environment
  readonly rehearse: boolean
}

export type DistributedHolding = Holding &
  Distributed & { readonly directory: string; readonly exported_at: string }

/**
 * Reads an export into a store of its own, which checks and audits it, and from there into the
 * stores that `env` names. Fails as `readExport`, `requireEmptyStores` and `distribute` do, with
 * invalid / secrets_missing, and with conflict / export_unsound: what violates the rules stays.
 */
export async function importDistributed(
  { directory, env, rehearse }: DistributedImport,
  terminal: Terminal,
): Promise<DistributedHolding> {
  const { exported_at, with_secrets } = await readManifest(directory)
  if (!with_secrets) throw withoutSecrets(directory)
  const stores = await openDistributedStores(env)
  const incoming = await mkdtemp(join(tmpdir(), 'usher-distribution-'))
  try {
    await requireEmptyStores(stores)
    const reading = progressOf(terminal, 'Rows read')
    await readExport(directory, incoming, reading.on).finally(reading.end)
    const auditing = progressOf(terminal, 'Auditing')
    const holding = await auditDirectory(incoming, auditing.on).finally(auditing.end)
    if (holding.found > 0) throw unsound(holding)
    const writing = progressOf(terminal, 'Records written')
    const options = { rehearse, onRecords: writing.on }
    const written = await distribute(incoming, stores, options).finally(writing.end)
    return { directory, exported_at, ...holding, ...written }
  } finally {
    await rm(incoming, { recursive: true, force: true })
    await stores.close()
  }
}

function withoutSecrets(directory: string): DomainError {
  const message =
    `${directory} was exported --without-secrets: nobody could log in, and tickets that were ` +
    'given out would be refused; export it with them'
  return new DomainError('invalid', 'secrets_missing', message)
}

function unsound({ found, violations }: Holding): DomainError {
  const message = `the audit finds ${found} violations; nothing was imported`
  return new DomainError('conflict', 'export_unsound', message, { violations })
}
