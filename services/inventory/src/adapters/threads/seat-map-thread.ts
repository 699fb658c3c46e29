/**
 * The thread that reads seat map files: one after the other, each to an answer. What is no
 * DomainError is a bug and ends the thread, which fails the read.
 */
import { parentPort } from 'node:worker_threads'
import { isDomainError } from '@usher/kernel'
import type { SeatMapFile } from '../../ports/seat-map-reader.ts'
import { readFile } from '../direct/seat-map-reader.ts'
import { dataOf, type SeatMapAnswer } from './seat-map-messages.ts'

if (!parentPort) throw new TypeError('seat maps are read in a worker thread')
const port = parentPort
port.on('message', (file: SeatMapFile) => port.postMessage(answerTo(file)))

function answerTo(file: SeatMapFile): SeatMapAnswer {
  try {
    return { kind: 'read', reading: readFile(file) }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { kind: 'refused', error: dataOf(error) }
  }
}
