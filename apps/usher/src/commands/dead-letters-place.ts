import {
  type DeadLetters,
  type LetterChoice,
  LETTERS_MAX,
  openTopicLog,
  tablesDeadLetters,
} from '@usher/bus'
import { type Environment, systemClock, systemRandom } from '@usher/kernel'
import type { Tables } from '@usher/stores'
import { UsageError, wholeNumberOption } from '../cli/arguments.ts'
import { openForReading, requireData } from '../server/open-for-reading.ts'
import { openUnserved } from '../server/open-unserved.ts'

/** Which letters, and where they are. */
export const letterOptions = {
  id: { type: 'string', value: 'ID,…', description: 'those with these ids; all when not given' },
  limit: {
    type: 'string',
    value: 'N',
    default: String(LETTERS_MAX),
    description: 'so many, the oldest; those chosen by --id are all meant',
  },
  brokers: {
    type: 'string',
    value: 'HOST:PORT,…',
    description: 'the Kafka that has them; USHER_KAFKA_BROKERS when not given',
  },
  'data-dir': {
    type: 'string',
    value: 'DIR',
    description: 'the data directory that has them; data when no Kafka is named',
  },
} as const

/** Throws UsageError for a limit that is none. */
export function chosenLetters(values: {
  readonly id: string | undefined
  readonly limit: string
}): Omit<LetterChoice, 'topic'> {
  const limit = wholeNumberOption('limit', values.limit, { min: 1, max: LETTERS_MAX })
  return values.id === undefined ? { limit } : { ids: values.id.split(',') }
}

export interface OpenLetters {
  readonly letters: DeadLetters
  close(): Promise<void>
}

interface Place {
  readonly brokers: string | undefined
  readonly 'data-dir': string | undefined
}

/** Reading, a data directory may be served meanwhile; writing, it may not. */
export async function openLetters(
  { brokers, 'data-dir': dataDir }: Place,
  env: Environment,
  purpose: 'reading' | 'writing',
): Promise<OpenLetters> {
  if (brokers !== undefined && dataDir !== undefined) {
    throw new UsageError('--brokers and --data-dir do not go together')
  }
  const isKafka = brokers !== undefined || (dataDir === undefined && env['USHER_KAFKA_BROKERS'])
  if (isKafka)
    return inKafka(brokers === undefined ? env : { ...env, USHER_KAFKA_BROKERS: brokers })
  const directory = dataDir ?? 'data'
  requireData(directory)
  const opened = await openTables(directory, purpose)
  const needs = { tables: opened.tables, clock: systemClock, random: systemRandom }
  const letters = tablesDeadLetters({ ...needs, log: await openTopicLog(needs) })
  return { letters, close: () => opened.close() }
}

/** The client of Kafka is loaded by those who have one. */
async function inKafka(env: Environment): Promise<OpenLetters> {
  const { readKafkaConfig } = await import('@usher/bus/kafka/kafka-settings')
  const { openKafkaDeadLetters } = await import('@usher/bus/kafka/open-dead-letters')
  return openKafkaDeadLetters(readKafkaConfig(env))
}

async function openTables(
  directory: string,
  purpose: 'reading' | 'writing',
): Promise<{ readonly tables: Tables; close(): Promise<void> }> {
  if (purpose === 'reading') return openForReading(directory)
  const tables = await openUnserved(directory, 'end it first')
  return { tables, close: () => tables.close() }
}
