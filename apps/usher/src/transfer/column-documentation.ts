import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CataloguedTable, exportedTables, leftOutTables } from './catalogue.ts'

/** The part of docs/export.md that says what every file holds; made from the tables themselves. */
export function columnDocumentation(): string {
  const left = leftOutTables.map(({ table, why }) => `- \`${table.name}\`: ${why}`)
  return [
    ...exportedTables.flatMap(sectionOf),
    '### Left out',
    '',
    ...left,
    '- the search index: made anew from the topic log',
    '- the mailbox on disk: what was sent was sent; a backup has it',
    '',
  ].join('\n')
}

function sectionOf({ table, about, secret }: CataloguedTable): readonly string[] {
  const types: Readonly<Record<string, string>> = table.types
  const key: readonly string[] = table.key
  const columns = (table.columns as readonly string[]).map(
    (column) => `\`${column}\` ${types[column]}${key.includes(column) ? ' (key)' : ''}`,
  )
  const secrets = secret === 'table' ? 'all of it' : secret?.map((each) => `\`${each}\``).join(', ')
  const note = secrets === undefined ? [] : [`\`--without-secrets\` leaves out ${secrets}.`, '']
  return [`### \`${table.name}.jsonl\``, '', about, '', `${columns.join(', ')}.`, '', ...note]
}

// `node column-documentation.ts` writes it into docs/export.md.
if (import.meta.main) {
  const path = join(import.meta.dirname, '../../../../docs/export.md')
  const [before] = readFileSync(path, 'utf8').split('<!-- columns -->\n')
  writeFileSync(path, `${before}<!-- columns -->\n${columnDocumentation()}`)
}
