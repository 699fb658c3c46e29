import { Kept } from './kept.ts'

/** As `new Intl.DateTimeFormat`; throws RangeError for a locale or time zone that is none. */
export const dateTimeFormat = keptFormats(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
)

/** As `new Intl.NumberFormat`; throws RangeError for a locale or currency that is none. */
export const numberFormat = keptFormats(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
)

/** Making a format takes a hundred times as long as using it, so each is made once. */
function keptFormats<Options, Format>(make: (locale: string, options: Options) => Format) {
  /** There are some 420 time zones; whoever needs more than these makes some anew. */
  const formatsMax = 500
  const formats = new Kept<Format>(formatsMax)
  return (locale: string, options: Options): Format =>
    formats.of(JSON.stringify([locale, options]), () => make(locale, options))
}
