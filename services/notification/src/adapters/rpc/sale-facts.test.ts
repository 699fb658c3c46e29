import { saleFactsContract } from '../../ports/sale-facts.contract.ts'
import { fakeServices } from '../../testing/fake-services.fixture.ts'
import { rpcSaleFacts } from './sale-facts.ts'

saleFactsContract('clients of the services', (world) => rpcSaleFacts(fakeServices(world)))
