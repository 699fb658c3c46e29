import { ticketKeySet } from '@usher/booking'
import { tablesTicketKeyStore } from '@usher/booking/adapters/tables/ticket-key-store'
import { openForReading } from '../server/open-for-reading.ts'

/** The public keys of tickets in a data directory, also while a server has it. */
export async function ticketKeysInDataDir(dataDir: string): Promise<string> {
  const source = await openForReading(dataDir)
  try {
    const keys = await tablesTicketKeyStore(source.tables).all()
    return JSON.stringify(ticketKeySet(keys))
  } finally {
    await source.close()
  }
}
