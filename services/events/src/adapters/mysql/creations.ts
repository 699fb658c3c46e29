import { isDuplicate } from '@usher/stores/mysql/mysql-errors'
import type { OperationId } from '@usher/kernel'
import type { ExpressionBuilder, Transaction } from 'kysely'
import type { OrganizerId } from '../../domain/venue.ts'
import type { EventsDatabase } from './events-database.ts'

export interface Creation {
  readonly created: 'venue' | 'event'
  readonly organizerId: OrganizerId
  /** Null: every call creates. */
  readonly operationId: OperationId | null
}

/**
 * The number that `create` gives, or the one that this operation was given before. The operation is
 * written down first: of several at once the others wait for that row, so nobody uses up a number
 * that is then not needed.
 */
export async function createOnce(
  trx: Transaction<EventsDatabase>,
  { created, organizerId, operationId }: Creation,
  create: () => Promise<number>,
): Promise<{ readonly id: number; readonly isNew: boolean }> {
  if (operationId === null) return { id: await create(), isNew: true }
  const key = { organizer_id: organizerId, operation_id: operationId, created }
  const isOf = (row: ExpressionBuilder<EventsDatabase, 'events_creations'>) => row.and(key)
  try {
    await trx
      .insertInto('events_creations')
      .values({ ...key, created_id: null })
      .execute()
  } catch (error) {
    if (!isDuplicate(error)) throw error
    const { created_id: id } = await trx
      .selectFrom('events_creations')
      .select('created_id')
      .where(isOf)
      .executeTakeFirstOrThrow()
    if (id === null) throw new TypeError('an operation has created nothing', { cause: error })
    return { id, isNew: false }
  }
  const id = await create()
  await trx.updateTable('events_creations').set({ created_id: id }).where(isOf).execute()
  return { id, isNew: true }
}
