import { readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import { openDynamodb } from '@usher/stores/dynamodb/open-dynamodb'
import { everyItem } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import type { Settings } from './servers.ts'

/** Everything in a table, read past every service. */
export async function stored<Found>(settings: Settings, table: string): Promise<readonly Found[]> {
  const dynamodb = await openDynamodb(readDynamodbConfig(Object.fromEntries(settings)), [])
  try {
    return (await everyItem(dynamodb, table)) as unknown as readonly Found[]
  } finally {
    dynamodb.close()
  }
}
