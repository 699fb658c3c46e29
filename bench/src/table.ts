/** A number or a text of a table; undefined and null were not measured. */
export type Cell = string | number | null | undefined

/** Columns as wide as they need to be: text on the left, numbers on the right. */
export function renderTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [head, ...rows.map((row) => row.map(cellText))]
  const widths = head.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)))
  const isNumber = head.map((_, i) => rows.every((row) => typeof row[i] !== 'string'))
  return lines
    .map((line) =>
      line
        .map((text, i) =>
          isNumber[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '–'
  return typeof cell === 'string' ? cell : numberText(cell)
}

/** Three digits are more than any benchmark repeats; counts are printed in full. */
function numberText(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}
