import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { putConnector } from './put-connector.ts'

test('a worker that refuses the connector is quoted', async (context) => {
  const worker = createServer((request, response) => {
    response.writeHead(request.url === '/connectors/search-documents/config' ? 400 : 404)
    response.end('elasticsearch.url must be a URL')
  }).listen(0, '127.0.0.1')
  context.after(() => worker.close())
  await once(worker, 'listening')
  const { port } = worker.address() as AddressInfo
  await assert.rejects(putConnector(`http://127.0.0.1:${port}`), {
    code: 'connector_refused',
    message: /refuses the connector search-documents: elasticsearch\.url must be a URL/,
  })
})
