import { Parser } from 'htmlparser2'

/** The JSON-LD blocks of a web page, in the order in which they stand in it. */
export function jsonLdScripts(html: string): string[] {
  const blocks: string[] = []
  let current: string[] | undefined
  const parser = new Parser({
    onopentag(name, { type = '' }) {
      if (name === 'script' && /^application\/ld\+json/i.test(type.trim())) current = []
    },
    ontext: (text) => void current?.push(text),
    onclosetag(name) {
      if (name !== 'script' || !current) return
      blocks.push(current.join(''))
      current = undefined
    },
  })
  parser.end(html)
  return blocks.map(bare).filter((block) => block !== '')
}

/** Some sites put the block into a comment or a CDATA section, as for browsers of old. */
function bare(block: string): string {
  return block
    .trim()
    .replace(/^(\/\/|\/\*)?\s*(<!--|<!\[CDATA\[)(\s*\*\/)?/, '')
    .replace(/(\/\/|\/\*)?\s*(-->|\]\]>)(\s*\*\/)?$/, '')
    .trim()
}
