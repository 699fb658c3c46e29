import { DynamoDBStreamsClient, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams'
import { getEndpointFromInstructions } from '@smithy/core/endpoints'
import { systemClock } from '@usher/kernel'
import { RetriedRequests } from './client/retried-requests.ts'
import type { DynamodbConfig } from './dynamodb-settings.ts'

/** The streams of tables, asked for a fraction of what the SDK takes. */
export interface Streams {
  /** The message of the answer as DynamoDB's JSON has it; fails with exceptions by their names. */
  ask<Answer>(
    operation: 'DescribeStream' | 'GetRecords' | 'GetShardIterator',
    request: object,
  ): Promise<Answer>
  close(): void
}

/** The client for streams of the same server as the tables. Connects with the first call. */
export async function openStreams({ endpoint, region }: DynamodbConfig): Promise<Streams> {
  const client = new DynamoDBStreamsClient({
    region,
    // A server of our own asks for a signature, whoever it is from.
    ...(endpoint && { endpoint, credentials: { accessKeyId: 'usher', secretAccessKey: 'usher' } }),
  })
  const { url } = await getEndpointFromInstructions({}, ListStreamsCommand, client.config)
  const requests = new RetriedRequests(
    { client, clock: systemClock, observe: () => {} },
    { url, region, api: 'DynamoDBStreams_20120810' },
  )
  return {
    ask: async <Answer>(operation: string, request: object) =>
      (await requests.ask(operation, Buffer.from(JSON.stringify(request)))) as Answer,
    close() {
      requests.close()
      client.destroy()
    },
  }
}
