import { ElementType, parseDocument } from 'htmlparser2'

type Node = ReturnType<typeof parseDocument>['children'][number]

/** Text in which somebody wrote HTML, as text: tags gone, paragraphs kept, entities read. */
export function plainText(text: string): string {
  const plain = /<[a-z!/][^>]*>|&[a-z]+;|&#\w+;/i.test(text) ? textOfHtml(text) : text
  return tidied(plain)
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim()
}

function tidied(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(/[^\S\n]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

function textOfHtml(html: string): string {
  const parts: string[] = []
  // A stack of its own: ten thousand nested tags must not exhaust the call stack.
  const open: Node[] = [...parseDocument(html).children].reverse()
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === ElementType.Text) parts.push(node.data)
    if (!('children' in node) || (node.type !== ElementType.Tag && node.type !== ElementType.CDATA))
      continue
    if ('name' in node && blocks.has(node.name)) parts.push('\n')
    if ('name' in node && node.name === 'p') parts.push('\n')
    for (let i = node.children.length - 1; i >= 0; i--) open.push(node.children[i] as Node)
  }
  return parts.join('')
}

/** Begin on a line of their own. */
const blocks = new Set(
  'br p div li ul ol tr table section article blockquote h1 h2 h3 h4 h5 h6 hr pre dt dd'.split(' '),
)
