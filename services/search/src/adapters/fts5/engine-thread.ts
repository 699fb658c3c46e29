/** The thread of the engine: neither indexing nor a slow query holds up those who sell seats. */
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { Engine } from './engine.ts'
import type { EngineRequest } from './engine-messages.ts'

if (!parentPort) throw new TypeError('the engine runs in a worker thread')
const port = parentPort
// Those who sell go first where cores are few, and somebody waits for a search as well. Only Linux
// gives a thread a priority of its own (setpriority(2), "C library/kernel differences"); elsewhere
// this would be the whole process's.
const NICE = 5
if (process.platform === 'linux') setPriority(NICE)
const { directory } = workerData as { directory: string }
const engine = new Engine(directory)

port.on('message', (request: EngineRequest) => {
  port.postMessage(engine.answer(request))
  if (request.kind === 'close') port.close()
})
