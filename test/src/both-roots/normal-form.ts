/**
 * What differs each time that something is made, whichever root makes it: by name, and how to find
 * it. What comes first is replaced first.
 */
const made: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['url', /http:\/\/127\.0\.0\.1:\d+/g],
  ['ticket', /USHER\.[A-Z2-7]+/g],
  ['refresh token', /(?<="refresh_token":")[^"]+/g],
  ['cursor', /(?<="next_cursor":"|[?&]cursor=)[^"&> ]+/g],
  ['reference', /\bBK-[0-9A-Z-]+/g],
  ['request', /\breq_[0-9a-z]+/g],
  ['mail', /(?<="mail_id":")[^"]+/g],
  ['challenge', /\bch_[0-9a-f]{32}\b/g],
  ['id', /\b[a-z]{2,8}_[0-9a-hjkmnp-tv-z]{26}\b/g],
  ['uuid', /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g],
  ['word', /\b[0-9a-f]{32}\b/g],
  ['event', /(?<="event_id":|\/v1\/events\/|"attendees-)\d+|(?<=")\d+(?=#)|\d+(?=@usher)/g],
  ['organizer', /(?<="organizer_id":)\d+/g],
  ['venue', /(?<="venue_id":|\/v1\/venues\/)\d+/g],
  ['state', /(?<=^etag: ).+/gm],
  ['change', /(?<="change_number":|"sequence":|x-change-number: )\d+/g],
]

/**
 * What is only to be there: clocks do not agree. An access token is among it, since two that one
 * session gets within a second are the same. Replaced before what is made.
 */
const passing: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['token', /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g],
  ['time', /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g],
  ['time', /\b\d{8}T\d{6}Z\b/g],
  ['second', /(?<="(?:created_at|updated_at|reserved_until|saleStartTimeMs)\\?":)\d+/g],
  ['seconds', /(?<="expires_in_seconds":)\d+/g],
  ['allowance', /(?<=^ratelimit: ).+/gm],
]

/** Writes texts in a form in which two runs of one script are the same if they behave the same. */
export class NormalForm {
  readonly #names = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  of(text: string): string {
    let normal = text
    for (const [name, pattern] of passing) normal = normal.replace(pattern, `<${name}>`)
    for (const [name, pattern] of made) {
      normal = normal.replace(pattern, (found) => this.#nameOf(name, found))
    }
    return normal
  }

  /** By the order in which they first appear. */
  #nameOf(kind: string, found: string): string {
    const known = this.#names.get(`${kind} ${found}`)
    if (known !== undefined) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    const name = `<${kind} ${count}>`
    this.#names.set(`${kind} ${found}`, name)
    return name
  }
}
