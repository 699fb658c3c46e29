import { composeQuietly } from '../embedded/compose-quietly.ts'
import { readEmbeddedConfig } from '../embedded/settings.ts'
import { openForReading } from '../server/open-for-reading.ts'
import type { DataDir } from './work-on-data-dir.ts'

/** The public keys of tickets in a data directory, also while a server has it. */
export async function ticketKeysInDataDir({ dataDir, env }: DataDir): Promise<string> {
  const source = await openForReading(dataDir)
  try {
    const { tables } = source
    const embedded = await composeQuietly({ tables, dataDir, config: readEmbeddedConfig(env) })
    try {
      return (await embedded.clients.tickets.getTicketKeys({})).jwksJson
    } finally {
      await embedded.stop()
    }
  } finally {
    await source.close()
  }
}
