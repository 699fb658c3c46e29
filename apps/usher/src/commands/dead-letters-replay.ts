import { UsageError } from '../cli/arguments.ts'
import { defineCommand } from '../cli/command.ts'
import { closeLetters, closeOptions } from './dead-letters-close.ts'

export const replayDeadLetters = defineCommand({
  name: 'replay',
  operands: 'TOPIC',
  summary: 'put them back into their topic, once what was wrong is mended',
  about: [
    'Puts the messages that consumers gave up on back into their topic, in order and as they',
    'were, and lists them no more. Every consumer of the topic gets them again; those that have',
    'handled them drop them by their ids. One that fails again is set aside again.',
    '',
    'Works on the data directory while no server has it, or on Kafka, when --brokers or',
    'USHER_KAFKA_BROKERS says where that is; USHER_KAFKA_* apply.',
  ].join('\n'),
  options: closeOptions,
  examples: [
    {
      line: 'usher dead-letters replay booking.confirmed',
      does: 'all of ./data, then: usher serve',
    },
    {
      line: 'usher dead-letters replay booking.confirmed --id msg_01K… --brokers kafka-0:9092',
      does: 'one of them, to see whether it is mended',
    },
  ],
  run: (call) =>
    closeLetters(call, {
      verb: 'replay',
      done: 'replayed',
      permit({ topic, insteadOfReplay }) {
        if (insteadOfReplay === undefined) return
        throw new UsageError(`nothing of ${topic.name} can be put back: ${insteadOfReplay}`)
      },
      close: (letters, choice) => letters.replay(choice),
      said: (topic) => `put back into ${topic}`,
    }),
})
