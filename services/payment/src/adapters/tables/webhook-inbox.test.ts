import { temporaryTables } from '@usher/testing'
import { webhookInboxContract } from '../../ports/webhook-inbox.contract.ts'
import { tablesWebhookInbox } from './webhook-inbox.ts'

for (const [name, open] of Object.entries(temporaryTables)) {
  webhookInboxContract(name, async () => {
    const { tables, close } = await open()
    return { inbox: tablesWebhookInbox(tables), close }
  })
}
