import { defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import {
  chosenLetters,
  letterOptions,
  openLetters,
  topicNamed,
  topicNames,
} from './dead-letters-place.ts'
import { type ShownLetter, shownLetter } from './dead-letters-shown.ts'

export const listDeadLetters = defineCommand({
  name: 'list',
  operands: '[TOPIC]',
  summary: 'show what consumers gave up on, and why',
  about: [
    'Shows the messages that consumers gave up on and that were not put back, oldest first: who',
    'gave up, why, and the message itself. Without a topic those of all topics.',
    '',
    'Looks into the data directory, whether a server has it or not, or into Kafka, when --brokers',
    'or USHER_KAFKA_BROKERS says where that is; USHER_KAFKA_* apply. Changes nothing.',
  ].join('\n'),
  options: { ...letterOptions, json: jsonOption },
  examples: [
    { line: 'usher dead-letters list', does: 'of every topic of ./data' },
    {
      line: 'usher dead-letters list booking.confirmed --limit 10 --json',
      does: 'the ten oldest, for a program',
    },
  ],
  async run({ values, operands, terminal, env }) {
    const wanted = operands.length === 0 ? topicNames : operands
    const topics = wanted.map(topicNamed)
    const choice = chosenLetters(values)
    const shown: ShownLetter[] = []
    const opened = await openLetters(values, env, 'reading')
    try {
      for (const topic of topics) {
        const limit = choice.limit && choice.limit - shown.length
        if (limit === 0) break
        const found = await opened.letters.list({ ...choice, topic, ...(limit && { limit }) })
        shown.push(...found.map((letter) => shownLetter(topic, letter)))
      }
    } finally {
      await opened.close()
    }
    if (values.json) outJson(terminal, { letters: shown })
    else tell(shown, terminal)
    return exitCodes.ok
  },
})

function tell(letters: readonly ShownLetter[], { out, colors }: Terminal): void {
  if (letters.length === 0) out('No message is set aside.')
  for (const { topic, id, key, time, group, attempts, reason, message } of letters) {
    out(`${colors.bold(id)}  ${topic}, of ${time}, key ${key}`)
    out(`    ${group} gave up after ${attempts} attempts: ${colors.red(reason)}`)
    out(`    ${colors.dim(JSON.stringify(message))}`)
  }
}
