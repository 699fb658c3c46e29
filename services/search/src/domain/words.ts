import { foldText } from './fold-text.ts'

/**
 * A word, or a run of a script that does not put spaces where a reader would look a word up:
 * Chinese, Japanese, Korean with its particles, Thai, Arabic with its article. Runs are found by
 * any part.
 */
export interface Word {
  readonly text: string
  readonly run: boolean
}

/** Longer is no word; the rest is left out. */
const WORD_CHARS_MAX = 48

const runScripts = ['Han', 'Hira', 'Kana', 'Bopo', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr', 'Arab']
const runLetters = `${runScripts.map((script) => `\\p{Script=${script}}`).join('')}ー々`
const pieces = new RegExp(`(?<run>[${runLetters}]+)|[[\\p{L}\\p{N}\\p{M}]--[${runLetters}]]+`, 'gv')

/** The words of a text in their order, folded. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  for (const match of foldText(text).matchAll(pieces)) {
    const run = match.groups?.['run'] !== undefined
    words.push({ text: run ? match[0] : match[0].slice(0, WORD_CHARS_MAX), run })
  }
  return words
}

/**
 * What a word is filed under: itself; a run under each two neighbouring characters and its last,
 * so that any part of it is a sequence of its tokens and one character is the beginning of one.
 */
export function tokensOf({ text, run }: Word): readonly string[] {
  return run ? [...pairsOf(text), [...text].at(-1) ?? ''] : [text]
}

/** What a run is looked up by: its pairs; a single character stands for itself. */
export function pairsOf(run: string): readonly string[] {
  const letters = [...run]
  return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
}
