import type { Reading } from './event-draft.ts'

/** A component of a calendar as text that a parser takes, and where it began. */
export interface CalendarBlock {
  readonly kind: 'VEVENT' | 'VTIMEZONE'
  readonly line: number
  readonly text: string
}

export interface CalendarBlocks {
  readonly blocks: readonly CalendarBlock[]
  /** Properties of the calendar itself, by name. */
  readonly properties: ReadonlyMap<string, string>
}

/**
 * Cuts a calendar into its events and time zones, so that one that is broken does not take the
 * others with it. Folded lines are joined; a line that is none belongs to the one before.
 */
export function calendarBlocks(text: string, { skipped }: Reading): CalendarBlocks {
  const blocks: CalendarBlock[] = []
  const properties = new Map<string, string>()
  let open: { kind: CalendarBlock['kind']; line: number; lines: string[] } | undefined
  for (const { line, content } of unfolded(text)) {
    const begun = /^BEGIN:(VEVENT|VTIMEZONE)\s*$/i.exec(content)?.[1]?.toUpperCase()
    if (begun) {
      if (open) skipped.add(`line ${open.line}`, 'does not end before the next one begins')
      open = { kind: begun as CalendarBlock['kind'], line, lines: [] }
    }
    if (open) open.lines.push(content)
    else setProperty(properties, content)
    if (open && new RegExp(`^END:${open.kind}\\s*$`, 'i').test(content)) {
      blocks.push({ kind: open.kind, line: open.line, text: open.lines.join('\r\n') })
      open = undefined
    }
  }
  if (open) skipped.add(`line ${open.line}`, 'the file ends in the middle of it')
  return { blocks, properties }
}

function setProperty(properties: Map<string, string>, content: string): void {
  const [, name, value] = /^([A-Za-z-]+)(?:;[^:]*)?:(.*)$/.exec(content) ?? []
  if (name !== undefined && value !== undefined) properties.set(name.toUpperCase(), value.trim())
}

function* unfolded(text: string): Iterable<{ line: number; content: string }> {
  let current: { line: number; content: string } | undefined
  let line = 0
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    line++
    const isFolded = /^[ \t]/.test(raw)
    const isLine = /^[A-Za-z0-9-]+[;:]/.test(raw)
    if (current && isFolded) current.content += raw.slice(1)
    else if (current && !isLine && raw.trim() !== '') current.content += `\\n${raw}`
    else if (isLine) {
      if (current) yield current
      current = { line, content: raw }
    }
  }
  if (current) yield current
}
