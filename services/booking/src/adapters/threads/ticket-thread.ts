/** The thread that prints tickets: one sheet after the other, each to an answer. */
import { getPriority, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { pdfkitTicketRenderer } from '../pdfkit/ticket-renderer.ts'
import type { PrintAnswer, PrintRequest, PrintThread } from './ticket-messages.ts'

if (!parentPort) throw new TypeError('tickets are printed in a worker thread')
const port = parentPort
const { nice } = workerData as PrintThread
// Only Linux gives a thread a priority of its own (setpriority(2), "C library/kernel differences");
// elsewhere this would be the whole process's. Only root may give a thread a better one than it
// has.
if (process.platform === 'linux') setPriority(Math.max(nice, getPriority()))
const renderer = pdfkitTicketRenderer()
port.on('message', (request: PrintRequest) => void print(request))

async function print({ id, sheet }: PrintRequest): Promise<void> {
  try {
    const pdf = new Uint8Array(await renderer.render(sheet))
    port.postMessage({ id, pdf } satisfies PrintAnswer, [pdf.buffer])
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    port.postMessage({ id, failure } satisfies PrintAnswer)
  }
}
