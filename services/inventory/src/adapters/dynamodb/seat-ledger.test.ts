import { systemClock, systemRandom } from '@usher/kernel'
import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer } from '@usher/testing'
import { saleStoreContract } from '../../ports/sale-store.contract.ts'
import { seatLedgerContract } from '../../ports/seat-ledger.contract.ts'
import type { OpenLedger } from '../../ports/seat-ledger-law.fixture.ts'
import { seatMapStoreContract } from '../../ports/seat-map-store.contract.ts'
import {
  type DynamodbInventoryStores,
  openDynamodbInventoryStores,
} from './open-inventory-stores.ts'
import { inventoryTables } from './table-descriptions.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')

/** A transaction of DynamoDB has 100 actions, and some are not seats. */
const seatsMax = 95

async function open(): Promise<OpenLedger & DynamodbInventoryStores> {
  const { dynamodb, close } = await temporaryDynamodb(server.address, inventoryTables)
  const needs = { dynamodb, clock: systemClock, random: systemRandom }
  const stores = () => openDynamodbInventoryStores(needs)
  const restart = async (): Promise<OpenLedger> => ({ ...stores(), restart, close })
  return { ...stores(), restart, close }
}

seatLedgerContract('dynamodbSeatLedger', open, { ...server.options, seatsMax })
seatMapStoreContract('dynamodbSeatMapStore', open, server.options)
saleStoreContract('dynamodbSaleStore', open, server.options)
