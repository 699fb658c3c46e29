import { join } from 'node:path'
import type { TicketRenderer } from '@usher/booking'
import { threadsTicketRenderer } from '@usher/booking/adapters/threads/ticket-renderer'
import type { SeatMapReader } from '@usher/inventory'
import { threadsSeatMapReader } from '@usher/inventory/adapters/threads/seat-map-reader'
import type { Clock } from '@usher/kernel'
import type { Mailbox, Mailer, MailSettings, NotificationConfig } from '@usher/notification'
import { type SpareTime, spareTime } from '@usher/process'
import { openMail } from '@usher/notification/adapters/open-mail'
import type { SearchIndex } from '@usher/search'
import { fts5SearchIndex } from '@usher/search/adapters/fts5/search-index'

/** What does heavy or outward work for the services: a process does it in threads and files. */
export interface Equipment {
  readonly seatMapReader: SeatMapReader
  readonly ticketRenderer: TicketRenderer
  readonly searchIndex: SearchIndex
  readonly mailer: Mailer
  /** When the mailer keeps what it is given. */
  readonly mailbox?: Mailbox
  /** Resolves when mails may be made; without it they take what time they need. */
  readonly spareTime?: SpareTime
}

export interface EquipmentNeeds {
  readonly dataDir: string
  readonly clock: Clock
  readonly config: { readonly mail: MailSettings; readonly notification: NotificationConfig }
}

/**
 * Threads begin with the first work for them; mail goes to the server that is configured, or into
 * files.
 */
export async function processEquipment(needs: EquipmentNeeds): Promise<Equipment> {
  const { dataDir, clock, config } = needs
  const mail = { ...config.mail, mailbox: join(dataDir, config.mail.mailbox) }
  return {
    seatMapReader: threadsSeatMapReader(clock),
    ticketRenderer: threadsTicketRenderer(clock),
    searchIndex: fts5SearchIndex({ directory: dataDir, clock }),
    spareTime: spareTime(clock),
    ...(await openMail({ ...config, mail, clock })),
  }
}
