/**
 * The ISO 3166-1 code of a country: its code, or its name in one of several languages. Undefined
 * when the text is neither.
 */
export function countryCode(text: string): string | undefined {
  const name = text.trim()
  if (/^[A-Za-z]{2}$/.test(name) && names.of(name.toUpperCase())) return name.toUpperCase()
  return codesByName().get(folded(name))
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const languages = ['en', 'es', 'fr', 'de', 'it', 'pt', 'zh', 'zh-TW', 'nl', 'sv', 'pl'] as const

/** Names that CLDR does not have, or has otherwise. */
const others: Readonly<Record<string, string>> = {
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'great britain': 'GB',
  uk: 'GB',
  usa: 'US',
  'united states of america': 'US',
  holland: 'NL',
  'czech republic': 'CZ',
  'hong kong': 'HK',
  korea: 'KR',
  'republic of korea': 'KR',
  "democratic people's republic of korea": 'KP',
  'w germany': 'DE',
  'west germany': 'DE',
}

let codes: ReadonlyMap<string, string> | undefined

function codesByName(): ReadonlyMap<string, string> {
  codes ??= new Map([...cldrNames(), ...Object.entries(others)])
  return codes
}

function* cldrNames(): Iterable<readonly [string, string]> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const all = letters.flatMap((first) => letters.map((second) => first + second))
  const countries = all.filter((code) => names.of(code) && !notCountries.has(code))
  for (const language of languages) {
    const inLanguage = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    for (const code of countries) yield [folded(inLanguage.of(code) ?? code), code]
  }
}

/** Known to CLDR as regions, but no countries; and names that are no longer used. */
const notCountries = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ', 'DD', 'SU', 'YU', 'UK'])

function folded(text: string): string {
  const bare = text.normalize('NFKD').replaceAll(/[\p{M}.]/gu, '')
  return bare.replaceAll('’', "'").trim().toLowerCase()
}
