import { UsageError } from '../cli/arguments.ts'
import { defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson } from '../cli/terminal.ts'
import { chosenLetters, letterOptions, openLetters, topicNamed } from './dead-letters-place.ts'

export const replayDeadLetters = defineCommand({
  name: 'replay',
  operands: 'TOPIC',
  summary: 'put them back into their topic, once what was wrong is mended',
  about: [
    'Puts the messages that consumers gave up on back into their topic, in order and as they',
    'were. Every consumer of the topic gets them again; those that have handled them drop them by',
    'their ids. They are listed no more, unless they were chosen by --id. One that fails again is',
    'set aside again.',
    '',
    'Works on the data directory while no server has it, or on Kafka, when --brokers or',
    'USHER_KAFKA_BROKERS says where that is; USHER_KAFKA_* apply.',
  ].join('\n'),
  options: { ...letterOptions, json: jsonOption },
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
  async run({ values, operands, terminal, env }) {
    const [name, ...rest] = operands
    if (name === undefined || rest.length > 0) {
      throw new UsageError('say "usher dead-letters replay TOPIC"')
    }
    const topic = topicNamed(name)
    const choice = chosenLetters(values)
    const opened = await openLetters(values, env, 'writing')
    try {
      const replayed = await opened.letters.replay({ topic, ...choice })
      if (values.json) outJson(terminal, { topic: topic.name, replayed })
      else terminal.out(`${counted(replayed)} put back into ${topic.name}.`)
    } finally {
      await opened.close()
    }
    return exitCodes.ok
  },
})

function counted(messages: number): string {
  return messages === 1 ? '1 message was' : `${messages} messages were`
}
