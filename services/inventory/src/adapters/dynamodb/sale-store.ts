import { DomainError, type EventId } from '@usher/kernel'
import type { Item } from '@usher/stores/dynamodb/batch-reads'
import { getItem } from '@usher/stores/dynamodb/item-access'
import type { SaleRules } from '../../domain/sale-rules.ts'
import type { SaleStore } from '../../ports/sale-store.ts'
import { journaled, type JournaledNeeds } from './journaled-write.ts'
import { msOf, secondsOf } from '@usher/stores/dynamodb/seconds'
import { salesTable } from './table-descriptions.ts'

/** How often a put is compared with what others put at the same time. */
const ATTEMPTS_MAX = 8

interface SaleItem {
  readonly event_id: EventId
  readonly currency: SaleRules['currency']
  readonly sale_start_time: number
  readonly sale_end_time: number
  readonly max_seats_per_buyer: number | null
  readonly reservation_minutes: number
  readonly orphan_rule: SaleRules['orphanRule']
  readonly open: boolean
  readonly event_version: number
}

export function dynamodbSaleStore(needs: JournaledNeeds): SaleStore {
  const { dynamodb } = needs
  const TableName = dynamodb.table(salesTable.name)
  const get = async (eventId: EventId): Promise<SaleRules | null> => {
    const item = await getItem(needs, TableName, { event_id: eventId })
    return item ? rulesOf(item) : null
  }
  return {
    get,

    /** The condition on the version keeps an older one from coming in behind a newer. */
    async put(rules, cause) {
      const Put = {
        TableName,
        Item: saleItem(rules),
        ConditionExpression: 'attribute_not_exists(event_version) OR event_version < :version',
        ExpressionAttributeValues: { ':version': rules.eventVersion },
      }
      for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
        const { eventId } = rules
        if (await journaled(needs, { write: { Put }, eventId, cause })) return rules
        const present = await get(eventId)
        if (present && present.eventVersion >= rules.eventVersion) return present
      }
      throw contended()
    },

    async pause(eventId, cause) {
      for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
        const present = await get(eventId)
        if (!present?.open) return null
        const closed = { ...present, open: false }
        const Put = {
          TableName,
          Item: saleItem(closed),
          ConditionExpression: 'event_version = :version',
          ExpressionAttributeValues: { ':version': present.eventVersion },
        }
        if (await journaled(needs, { write: { Put }, eventId, cause })) return closed
      }
      throw contended()
    },
  }
}

function contended(): DomainError {
  const message = 'sale rules change all the time'
  return new DomainError('unavailable', 'seat_store_contended', message)
}

export function saleItem(rules: SaleRules): SaleItem {
  return {
    event_id: rules.eventId,
    currency: rules.currency,
    sale_start_time: secondsOf(rules.saleStartTimeMs),
    sale_end_time: secondsOf(rules.saleEndTimeMs),
    max_seats_per_buyer: rules.maxSeatsPerBuyer,
    reservation_minutes: rules.reservationMinutes,
    orphan_rule: rules.orphanRule,
    open: rules.open,
    event_version: rules.eventVersion,
  }
}

function rulesOf(found: Item): SaleRules {
  const item = found as unknown as SaleItem
  return {
    eventId: item.event_id,
    currency: item.currency,
    saleStartTimeMs: msOf(item.sale_start_time),
    saleEndTimeMs: msOf(item.sale_end_time),
    maxSeatsPerBuyer: item.max_seats_per_buyer,
    reservationMinutes: item.reservation_minutes,
    orphanRule: item.orphan_rule,
    open: item.open,
    eventVersion: item.event_version,
  }
}
