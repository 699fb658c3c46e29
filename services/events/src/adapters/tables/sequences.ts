import { type Change, defineTable, put, type Tables } from '@usher/stores'

interface SequenceRow {
  readonly name: string
  readonly last: number
}

export const sequencesTable = defineTable<SequenceRow>({
  name: 'events_sequences',
  columns: { name: 'text', last: 'integer' },
  key: ['name'],
})

/**
 * The next number of a sequence, and the change that uses it up: commit both in the same turn as
 * asking, which one process owning the tables makes atomic. A number is never given twice.
 */
export function nextNumber(tables: Tables, name: string): { next: number; taken: Change } {
  const next = (tables.get(sequencesTable, name)?.last ?? 0) + 1
  return { next, taken: put(sequencesTable, { name, last: next }) }
}
