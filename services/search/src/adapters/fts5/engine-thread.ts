/** The thread of the engine: neither indexing nor a slow query holds up those who sell seats. */
import { parentPort, workerData } from 'node:worker_threads'
import { Engine } from './engine.ts'
import type { EngineRequest } from './engine-messages.ts'

if (!parentPort) throw new TypeError('the engine runs in a worker thread')
const port = parentPort
const { directory } = workerData as { directory: string }
const engine = new Engine(directory)

port.on('message', (request: EngineRequest) => {
  port.postMessage(engine.answer(request))
  if (request.kind === 'close') port.close()
})
