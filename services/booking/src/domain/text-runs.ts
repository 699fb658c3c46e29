/** A piece of a line that must not be broken, with the script that says which font it needs. */
export interface TextPiece {
  readonly text: string
  readonly cjk: boolean
  /** A blank stands before it, unless it begins a line. */
  readonly spaced: boolean
}

const cjkCharacter = new RegExp(
  [
    '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Bopomofo}',
    '\\u3000-\\u303f\\uff00-\\uffef]',
  ].join(''),
  'u',
)

/** Chinese may be broken between any two characters, everything else at blanks. */
export function textPieces(text: string): readonly TextPiece[] {
  return text.split(/\s+/u).filter(Boolean).flatMap(piecesOfWord)
}

/** Whether any of it is written in Chinese or Japanese. */
export function hasCjk(text: string): boolean {
  return cjkCharacter.test(text)
}

function piecesOfWord(word: string): TextPiece[] {
  if (!hasCjk(word)) return [{ text: word, cjk: false, spaced: true }]
  const pieces: TextPiece[] = []
  let latin = ''
  const end = () => {
    if (latin) pieces.push({ text: latin, cjk: false, spaced: pieces.length === 0 })
    latin = ''
  }
  for (const character of word) {
    if (!hasCjk(character)) {
      latin += character
      continue
    }
    end()
    pieces.push({ text: character, cjk: true, spaced: pieces.length === 0 })
  }
  end()
  return pieces
}

/** A text that fits nowhere is cut into single characters. */
export function cutPiece({ text, cjk, spaced }: TextPiece): readonly TextPiece[] {
  return Array.from(text, (character, i) => ({ text: character, cjk, spaced: spaced && i === 0 }))
}
