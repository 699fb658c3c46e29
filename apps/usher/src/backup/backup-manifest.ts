import { DomainError } from '@usher/kernel'

export const BACKUP_FORMAT = 'usher-backup'
/** Grows when an older Usher could not restore what is written. */
export const BACKUP_VERSION = 1
/** Its name in the SQLite Archive inside the backup. */
export const BACKUP_MANIFEST = 'manifest.json'

/** What a backup says of itself. */
export interface BackupManifest {
  readonly format: typeof BACKUP_FORMAT
  readonly version: number
  readonly usher_version: string
  /** RFC 3339; everything acknowledged before is in the backup. */
  readonly made_at: string
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>
  /** Mails of the mailbox on disk. */
  readonly mails: number
}

/** Fails with invalid / backup_newer and not_a_backup. */
export function parseBackupManifest(content: Uint8Array | undefined): BackupManifest {
  const manifest = JSON.parse(content ? Buffer.from(content).toString() : '{}') as BackupManifest
  if (manifest.format !== BACKUP_FORMAT) {
    throw new DomainError('invalid', 'not_a_backup', 'the file is no backup of Usher', {})
  }
  if (manifest.version > BACKUP_VERSION) {
    const message =
      `the backup was made by Usher ${manifest.usher_version} in version ${manifest.version}; ` +
      `this Usher reads up to ${BACKUP_VERSION}: use a newer one`
    throw new DomainError('invalid', 'backup_newer', message, {})
  }
  return manifest
}
