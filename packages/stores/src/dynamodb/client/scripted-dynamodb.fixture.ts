import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import type { Clock } from '@usher/kernel'
import { manualClock } from '@usher/testing'
import { type DocumentClient, openDocumentClient } from './document-client.ts'
import { ATTEMPTS_MAX } from './retried-requests.ts'

export interface Scripted {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object | string
}

/** `lost`: the connection ends without an answer. */
type Script = Scripted | 'lost'

interface Received {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

interface ScriptedDynamodb {
  readonly documents: DocumentClient
  /** The SDK's client of the same server. */
  readonly sdk: DynamoDBClient
  readonly received: readonly Received[]
}

interface ScriptedOptions {
  /** Stands still: no request is given up because the machine is busy. */
  readonly clock?: Clock
  readonly credentials?: NonNullable<DynamoDBClientConfig['credentials']>
}

const keys = { accessKeyId: 'usher', secretAccessKey: 'secret' }

/** A server that gives these answers one after the other, the last of them for ever. */
export async function scriptedDynamodb(
  t: TestContext,
  script: readonly Script[],
  { clock = manualClock(), credentials = keys }: ScriptedOptions = {},
): Promise<ScriptedDynamodb> {
  const received: Received[] = []
  const server = createServer((incoming, outgoing) => {
    const { method = '', headers } = incoming
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      received.push({ method, headers, body: Buffer.concat(chunks) })
      give(outgoing, script[Math.min(received.length, script.length) - 1] ?? {})
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const maxAttempts = ATTEMPTS_MAX
  const sdk = new DynamoDBClient({ endpoint, region: 'eu-west-1', maxAttempts, credentials })
  const documents = await openDocumentClient({ client: sdk, clock, observe: () => {} })
  t.after(async () => {
    documents.close()
    sdk.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { documents, sdk, received }
}

function give(outgoing: ServerResponse, script: Script): void {
  if (script === 'lost') {
    outgoing.destroy()
    return
  }
  const { status = 200, headers = {}, body = {} } = script
  outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers })
  outgoing.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** An answer with which DynamoDB refuses, as it words it. */
export function refusal(name: string, more: object = {}, status = 400): Scripted {
  const type = { ['__type']: `com.amazonaws.dynamodb.v20120810#${name}` }
  return { status, body: { ...type, message: `because of ${name}`, ...more } }
}
