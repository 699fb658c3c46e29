/** Letters that Unicode does not take apart into a letter and a mark. */
const unfolded: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
}
const unfoldedLetter = new RegExp(`[${Object.keys(unfolded).join('')}]`, 'g')

/**
 * Text as it is compared: without upper case, accents and width. й is и, ё is е. Hangul is put
 * together again, because its syllables are what is typed.
 */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .replace(unfoldedLetter, (letter) => unfolded[letter] ?? letter)
    .normalize('NFC')
}
