/**
 * The thread that reads seat map files: one after the other, each to an answer. What is no
 * DomainError is a bug and ends the thread, which fails the read.
 */
import { parentPort } from 'node:worker_threads'
import { isDomainError } from '@usher/kernel'
import type { SeatMapFile } from '../../ports/seat-map-reader.ts'
import { readFile } from '../direct/seat-map-reader.ts'
import { ownBytes } from './own-bytes.ts'
import { dataOf, type SeatMapAnswer } from './seat-map-messages.ts'

if (!parentPort) throw new TypeError('seat maps are read in a worker thread')
const port = parentPort
port.on('message', (file: SeatMapFile) => {
  const answer = answerTo(file)
  port.postMessage(answer, answer.kind === 'read' ? [answer.reading.json.buffer] : [])
})

function answerTo(file: SeatMapFile): SeatMapAnswer {
  try {
    const reading = readFile(file)
    return { kind: 'read', reading: { ...reading, json: ownBytes(reading.json) } }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { kind: 'refused', error: dataOf(error) }
  }
}
