import { isJsonLd } from './json-ld.ts'
import { parseJson } from './parse-json.ts'
import { isPhilharmonic } from './philharmonic.ts'
import { failRead } from './problems.ts'

export const eventFormats = ['csv', 'icalendar', 'json-ld', 'html', 'json', 'nyphil'] as const

export type FileFormat = (typeof eventFormats)[number]

/** What a file is, by what stands in it; its name decides only where that leaves a doubt. */
export function formatOfFile(text: string, filename = ''): FileFormat {
  const start = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .slice(0, 2000)
  if (/^BEGIN:V(CALENDAR|EVENT)/i.test(start)) return 'icalendar'
  if (/^[[{]/.test(start)) return jsonFormatOf(parseJson(text))
  if (/^<\?xml|^<(rss|feed|svg)\b/i.test(start) && !/<html/i.test(start)) {
    return failRead('file', 'is XML, which is not read; CSV, iCalendar, JSON and web pages are')
  }
  if (/^<(!doctype|html|head|body|script|!--|meta|div)\b|^<!/i.test(start)) return 'html'
  if (/\.ics$/i.test(filename) && /^BEGIN:VEVENT/im.test(text)) return 'icalendar'
  return 'csv'
}

function jsonFormatOf(document: unknown): FileFormat {
  if (isPhilharmonic(document)) return 'nyphil'
  return isJsonLd(document) ? 'json-ld' : 'json'
}
