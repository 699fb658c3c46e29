import { temporaryDynamodb } from '@usher/stores/dynamodb/temporary-dynamodb.fixture'
import { realServer } from '@usher/testing'
import { leaseStoreContract } from '../../ports/lease-store.contract.ts'
import { cdcLeasesTable, dynamodbLeaseStore } from './lease-store.ts'

const server = realServer('USHER_DYNAMODB_ENDPOINT')

leaseStoreContract(
  'dynamodbLeaseStore',
  async () => {
    const { dynamodb, close } = await temporaryDynamodb(server.address, [cdcLeasesTable])
    return { leases: dynamodbLeaseStore(dynamodb), close }
  },
  server.options,
)
