import type { DeadLetters, LetterChoice } from '@usher/bus'
import { UsageError } from '../cli/arguments.ts'
import { type Call, jsonOption } from '../cli/command.ts'
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts'
import { outJson } from '../cli/terminal.ts'
import { chosenLetters, letterOptions, openLetters } from './dead-letters-place.ts'
import { type LetterTopic, letterTopicNamed } from './dead-letters-topics.ts'

export const closeOptions = { ...letterOptions, json: jsonOption }

/** How letters are closed, and what is said of it. */
export interface Closing {
  readonly verb: 'replay' | 'dismiss'
  /** The JSON field of their number. */
  readonly done: string
  /** Throws UsageError where that is of no use. */
  readonly permit: (of: LetterTopic) => void
  readonly close: (letters: DeadLetters, choice: LetterChoice) => Promise<number>
  /** How it ends: `1 message was …`. */
  readonly said: (topic: string) => string
}

/** Closes letters of one topic, in the directory or the cluster that the options name. */
export async function closeLetters(
  { values, operands, terminal, env }: Call<typeof closeOptions>,
  { verb, done, permit, close, said }: Closing,
): Promise<ExitCode> {
  const [name, ...rest] = operands
  if (name === undefined || rest.length > 0) {
    throw new UsageError(`say "usher dead-letters ${verb} TOPIC"`)
  }
  const of = letterTopicNamed(name)
  permit(of)
  const choice = { topic: of.topic, ...chosenLetters(values) }
  const opened = await openLetters(values, env, 'writing')
  try {
    const closed = await close(opened.letters, choice)
    if (values.json) outJson(terminal, { topic: of.topic.name, [done]: closed })
    else terminal.out(`${counted(closed)} ${said(of.topic.name)}.`)
  } finally {
    await opened.close()
  }
  return exitCodes.ok
}

function counted(messages: number): string {
  return messages === 1 ? '1 message was' : `${messages} messages were`
}
