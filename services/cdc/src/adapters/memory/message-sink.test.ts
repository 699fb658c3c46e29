import { messageSinkContract } from '../../ports/message-sink.contract.ts'
import { memoryMessageSink } from './message-sink.ts'

messageSinkContract('memoryMessageSink', async () => {
  const sink = memoryMessageSink()
  return {
    sink,
    kept: async (topic) =>
      sink.entries.flatMap((entry) =>
        'topic' in entry && entry.topic === topic ? [`${entry.key}:${entry.id}`] : [],
      ),
    unreadable: async () => sink.entries.filter((entry) => 'reason' in entry).length,
    close: async () => undefined,
  }
})
