import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryTables, openSqliteTables } from '@usher/stores'
import { webhookInboxContract } from '../../ports/webhook-inbox.contract.ts'
import { tablesWebhookInbox } from './webhook-inbox.ts'

webhookInboxContract('tables in memory', async () => {
  const tables = memoryTables()
  return { inbox: tablesWebhookInbox(tables), close: () => tables.close() }
})

webhookInboxContract('tables in SQLite', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'usher-payment-'))
  const tables = await openSqliteTables({ directory })
  const close = async () => {
    await tables.close()
    await rm(directory, { recursive: true })
  }
  return { inbox: tablesWebhookInbox(tables), close }
})
