import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { httpWebhookSender } from './http-webhook-sender.ts'

test('a webhook is posted to a URL as it is, and anything but a 2xx is a failure', async () => {
  const seen: { body: string; signature: string | string[] | undefined }[] = []
  const statuses = [204, 500, 302]
  // A connection that is used again may be ended meanwhile, which is a failure of another kind.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const signature = request.headers['usher-signature']
    void buffer(request).then((body) => {
      seen.push({ body: body.toString(), signature })
      response.writeHead(statuses.shift() ?? 500, { location: '/elsewhere' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    const sender = httpWebhookSender(`http://127.0.0.1:${port}/v1/payments/webhooks/sandbox`)
    const send = () => sender.send(Buffer.from('{"a":1}'), { 'usher-signature': 't=1,v1=x' })
    await send()
    await assert.rejects(send(), /not taken/)
    await assert.rejects(send(), /not taken/)
    assert.deepEqual(seen[0], { body: '{"a":1}', signature: 't=1,v1=x' })
    assert.equal(seen.length, 3)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
