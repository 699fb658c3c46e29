import { defineCommand } from '../cli/command.ts'
import { closeLetters, closeOptions } from './dead-letters-close.ts'

export const dismissDeadLetters = defineCommand({
  name: 'dismiss',
  operands: 'TOPIC',
  summary: 'list them no more, and give them to nobody',
  about: [
    'Lists the messages that consumers gave up on no more, because nobody needs them any longer or',
    'because what they were to bring about was done by hand. Nobody gets them again.',
    '',
    'Works on the data directory while no server has it, or on Kafka, when --brokers or',
    'USHER_KAFKA_BROKERS says where that is; USHER_KAFKA_* apply.',
  ].join('\n'),
  options: closeOptions,
  examples: [
    { line: 'usher dead-letters dismiss booking.confirmed --id msg_01K…', does: 'one of ./data' },
    {
      line: 'usher dead-letters dismiss relay.dlq --brokers kafka-0:9092',
      does: 'what relays could not read, once it was corrected',
    },
  ],
  run: (call) =>
    closeLetters(call, {
      verb: 'dismiss',
      done: 'dismissed',
      permit: () => undefined,
      close: (letters, choice) => letters.dismiss(choice),
      said: (topic) => `dismissed from ${topic}`,
    }),
})
