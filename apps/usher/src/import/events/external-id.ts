import { hash } from 'node:crypto'

/** As long as the interface takes, and short enough to be read. */
const EXTERNAL_ID_CHARS_MAX = 200

/** The name under which the platform remembers what was made of an event of a file. */
export function externalIdOf(sourceKey: string): string {
  const isPlain = sourceKey.length <= EXTERNAL_ID_CHARS_MAX && !/\p{Cc}/u.test(sourceKey)
  return isPlain ? sourceKey : `sha256:${hash('sha256', sourceKey, 'hex')}`
}
