import type { Branded } from '@usher/kernel'

/** A name from the IANA time zone database. */
export type TimeZone = Branded<string, 'TimeZone'>
