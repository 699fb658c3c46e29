import { changeStreamContract } from '../../ports/change-stream.contract.ts'
import { MemoryChangeStream } from './change-stream.ts'

changeStreamContract('MemoryChangeStream', async () => {
  const stream = new MemoryChangeStream('s')
  stream.open('a')
  return {
    stream,
    put: async (item) => void stream.add('a', { id: item['id'] }, item),
    close: async () => undefined,
  }
})
