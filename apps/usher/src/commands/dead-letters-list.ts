import { isDomainError } from '@usher/kernel'
import { defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { chosenLetters, letterOptions, openLetters } from './dead-letters-place.ts'
import { type ShownLetter, shownLetter } from './dead-letters-shown.ts'
import { type LetterTopic, letterTopicsNamed } from './dead-letters-topics.ts'

export const listDeadLetters = defineCommand({
  name: 'list',
  operands: '[TOPIC]',
  summary: 'show what consumers gave up on, and why',
  about: [
    'Shows the messages that consumers gave up on and that were neither put back nor dismissed,',
    'oldest first: who gave up, why, and the message itself. Without a topic those of all topics.',
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
    const wanted = letterTopicsNamed(operands)
    const choice = chosenLetters(values)
    const shown: ShownLetter[] = []
    const opened = await openLetters(values, env, 'reading')
    const list = async (of: LetterTopic) => {
      const limit = choice.limit && choice.limit - shown.length
      if (limit === 0) return
      const asked = { ...choice, topic: of.topic, ...(limit && { limit }) }
      const found = await opened.letters.list(asked).catch((error: unknown) => {
        if (operands.length === 0 && isAbsent(of, error)) return []
        throw error
      })
      shown.push(...found.map((letter) => shownLetter(of, letter)))
    }
    try {
      for (const of of wanted) await list(of)
    } finally {
      await opened.close()
    }
    if (values.json) outJson(terminal, { letters: shown })
    else tell(shown, terminal)
    return exitCodes.ok
  },
})

function isAbsent({ isOptional = false }: LetterTopic, error: unknown): boolean {
  return isOptional && isDomainError(error, 'kafka_topic_missing')
}

function tell(letters: readonly ShownLetter[], { out, colors }: Terminal): void {
  if (letters.length === 0) out('No message is set aside.')
  for (const { topic, id, key, time, group, attempts, reason, message } of letters) {
    out(`${colors.bold(id)}  ${topic}, of ${time}, key ${key}`)
    out(`    ${group} gave up after ${attempts} attempts: ${colors.red(reason)}`)
    out(`    ${colors.dim(JSON.stringify(message))}`)
  }
}
