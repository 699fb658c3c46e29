import { Kept } from '@usher/kernel'

/** A text as fontkit lays it out in a font, as far as PDFKit reads it. */
export interface GlyphRun {
  readonly glyphs: readonly object[]
  /** In units of the font. PDFKit scales them in place, so that each run needs its own. */
  readonly positions: readonly GlyphPosition[]
  readonly advanceWidth: number
}

export interface GlyphPosition {
  readonly xAdvance: number
  readonly yAdvance: number
  readonly xOffset: number
  readonly yOffset: number
}

export type Layout = (text: string, features?: object) => GlyphRun

/**
 * European letters, digits and signs. In Noto Sans such a letter moves only for the one after it,
 * unless the two make one glyph; the test of this file shows it.
 */
const spelledText = /^[ -~\u00a1-\u00ac\u00ae-\u017f–—‘’“”…€]+$/u
const RUNS_MAX = 5000
/** Longer runs are seldom seen twice. */
const KEPT_CHARS_MAX = 40

/** Whether a text is read letter by letter from left to right, so that its words can be joined. */
export function isSpelled(text: string): boolean {
  return spelledText.test(text)
}

/**
 * The same layout, worked out once: words and codes, of which no ticket has the same, are put
 * together from pairs of letters, which all have in common. Pairs and whatever cannot be put
 * together, Chinese among it, are kept, at most `runsMax` of them.
 */
export function keptRuns(layout: Layout, runsMax = RUNS_MAX): Layout {
  const runs = new Kept<GlyphRun>(runsMax)
  const whole = (text: string) => layout(text)
  const kept = (text: string): GlyphRun =>
    text.length > KEPT_CHARS_MAX ? whole(text) : runs.of(text, whole)
  return (text, features) => {
    if (features) return layout(text, features)
    return copyOf((isSpelled(text) && joined(text, kept)) || kept(text))
  }
}

/** Each letter as it stands before the next; undefined when a pair has become one glyph. */
function joined(text: string, kept: (text: string) => GlyphRun) {
  const glyphs: object[] = []
  const positions: GlyphPosition[] = []
  for (let i = 0; i < text.length; i++) {
    const pair = kept(text.slice(i, i + 2))
    const [glyph] = pair.glyphs
    const [position] = pair.positions
    if (!glyph || !position || pair.glyphs.length < Math.min(2, text.length - i)) return undefined
    glyphs.push(glyph)
    positions.push(position)
  }
  return { glyphs, positions }
}

function copyOf({ glyphs, positions }: Pick<GlyphRun, 'glyphs' | 'positions'>): GlyphRun {
  const copies = positions.map(({ xAdvance, yAdvance, xOffset, yOffset }) => {
    return { xAdvance, yAdvance, xOffset, yOffset }
  })
  return {
    glyphs,
    positions: copies,
    get advanceWidth() {
      return copies.reduce((sum, { xAdvance }) => sum + xAdvance, 0)
    },
  }
}
