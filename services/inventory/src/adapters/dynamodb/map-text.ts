import { promisify } from 'node:util'
import { constants, gunzip, gzip } from 'node:zlib'
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { getItems } from '@usher/stores/dynamodb/batch-reads'
import { retryRefused } from '@usher/stores/dynamodb/retry-refused'
import type { StoreNeeds } from '@usher/stores/dynamodb/store-needs'
import { seatMapChunksTable } from './table-descriptions.ts'

/** Of the 400 KB that an item may have; the rest is for its key. */
const CHUNK_BYTES = 380 * 1024

export interface Chunk {
  readonly map_id: string
  readonly chunk: number
  /** A piece of the gzip of the text. */
  readonly bytes: Uint8Array
}

/** Stores a text under an id that nothing refers to yet; answers in how many pieces. */
export async function storeMapText(
  needs: StoreNeeds,
  mapId: string,
  json: Uint8Array,
): Promise<number> {
  const chunks = await mapTextChunks(mapId, json)
  const TableName = needs.dynamodb.table(seatMapChunksTable.name)
  for (const Item of chunks) {
    await retryRefused(needs, () =>
      needs.dynamodb.documents.send(new PutCommand({ TableName, Item: { ...Item } })),
    )
  }
  return chunks.length
}

/** The items that hold a text. */
export async function mapTextChunks(mapId: string, json: Uint8Array): Promise<readonly Chunk[]> {
  const packed = await promisify(gzip)(json, { level: constants.Z_BEST_SPEED })
  const count = Math.max(1, Math.ceil(packed.length / CHUNK_BYTES))
  return Array.from({ length: count }, (_, chunk) => {
    const bytes = packed.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES)
    return { map_id: mapId, chunk, bytes }
  })
}

/** Undefined: some of it is not there, for the event has another map now. */
export async function readMapText(
  needs: StoreNeeds,
  { mapId, chunks }: { mapId: string; chunks: number },
): Promise<string | undefined> {
  const keys = keysOf(mapId, chunks)
  const items = await getItems(needs, needs.dynamodb.table(seatMapChunksTable.name), keys)
  if (items.length < chunks) return undefined
  const pieces = (items as unknown as Chunk[]).toSorted((a, b) => a.chunk - b.chunk)
  const text = await promisify(gunzip)(Buffer.concat(pieces.map(({ bytes }) => bytes)))
  return text.toString()
}

/** For a map that another one has replaced, or that was not taken. */
export async function removeMapText(
  needs: StoreNeeds,
  { mapId, chunks }: { mapId: string; chunks: number },
): Promise<void> {
  const TableName = needs.dynamodb.table(seatMapChunksTable.name)
  for (const Key of keysOf(mapId, chunks)) {
    await retryRefused(needs, () =>
      needs.dynamodb.documents.send(new DeleteCommand({ TableName, Key })),
    )
  }
}

function keysOf(mapId: string, chunks: number): { map_id: string; chunk: number }[] {
  return Array.from({ length: chunks }, (_, chunk) => ({ map_id: mapId, chunk }))
}
