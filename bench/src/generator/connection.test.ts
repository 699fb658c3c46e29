import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { Connection } from './connection.ts'
import { postHead, requestHead } from './request-head.ts'
import { tinyServer } from './tiny-server.fixture.ts'

test('a connection is kept for many requests, and bodies arrive whole', async (context) => {
  const seen: string[] = []
  let connections = 0
  const { server, port } = await tinyServer(context, (request, response) => {
    void text(request).then((body) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`)
      response.writeHead(201, { 'content-length': 6 }).end('answer')
    })
  })
  server.on('connection', () => (connections += 1))
  const connection = await Connection.open(port)
  const head = postHead('/path', 'token')
  assert.deepEqual(await connection.send(head, '{"a":1}'), { status: 201, body: 'answer' })
  await connection.send(`${head}idempotency-key: k\r\n`, '{}')
  await connection.send(requestHead('GET /path'))
  connection.close()
  assert.equal(connections, 1)
  assert.deepEqual(seen, [
    'POST /path Bearer token {"a":1}',
    'POST /path Bearer token {}',
    'GET /path undefined ',
  ])
})

test('an answer that is split anywhere is put together, one without a body is whole', async () => {
  const parts = ['HTTP/1.1 20', '0 OK\r\ncontent-le', 'ngth: 5\r\n\r', '\nhel', 'lo']
  const answer = async (socket: Socket): Promise<void> => {
    for (const part of parts) {
      socket.write(part)
      await setTimeout(5)
    }
  }
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.once('data', () => {
      void answer(socket)
      socket.on('data', () => socket.write('HTTP/1.1 304 Not Modified\r\netag: "1"\r\n\r\n'))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const connection = await Connection.open((address as { port: number }).port)
  assert.deepEqual(await connection.send(requestHead('GET /')), { status: 200, body: 'hello' })
  assert.deepEqual(await connection.send(requestHead('GET /')), { status: 304, body: '' })
  connection.close()
  server.close()
})

test('a connection that the server closes fails the request, and every later one', async (context) => {
  const { port } = await tinyServer(context, (request) => request.socket.destroy())
  const connection = await Connection.open(port)
  await assert.rejects(connection.send(requestHead('GET /')), /closed the connection/)
  await assert.rejects(connection.send(requestHead('GET /')), /closed the connection/)
})

test('an answer whose end cannot be told is refused rather than misread', async (context) => {
  const { port } = await tinyServer(context, (_request, response) => {
    response.write('in chunks')
    response.end()
  })
  const connection = await Connection.open(port)
  await assert.rejects(connection.send(requestHead('GET /')), /without Content-Length/)
})
