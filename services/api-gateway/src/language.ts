const LANGUAGE = /^[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,4}$/i
/** Nobody speaks more; a header may be long. */
const LANGUAGES_MAX = 20

/**
 * The language that an Accept-Language header (RFC 9110, 12.5.4) wants most; empty when it wants
 * none in particular.
 */
export function preferredLanguage(header: string | undefined): string {
  const wanted = (header ?? '').split(',', LANGUAGES_MAX).map(weighed)
  const known = wanted.filter(({ tag, weight }) => LANGUAGE.test(tag) && weight > 0)
  // A stable sort: of equals the first.
  known.sort((a, b) => b.weight - a.weight)
  return known[0]?.tag ?? ''
}

function weighed(entry: string) {
  const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  return { tag, weight: quality === undefined ? 1 : Number(quality.slice(2)) }
}
