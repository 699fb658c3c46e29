import { readFileSync } from 'node:fs'

export type FontName = 'regular' | 'bold' | 'cjkRegular' | 'cjkBold'

/** Noto Sans has Latin, Greek and Cyrillic, its sister everything that is written in Chinese. */
const files: Readonly<Record<FontName, readonly [packageName: string, file: string]>> = {
  regular: ['@embedpdf/fonts-latin', 'NotoSans-Regular.ttf'],
  bold: ['@embedpdf/fonts-latin', 'NotoSans-Bold.ttf'],
  cjkRegular: ['@embedpdf/fonts-tc', 'NotoSansHant-Regular.otf'],
  cjkBold: ['@embedpdf/fonts-tc', 'NotoSansHant-Bold.otf'],
}

/** Reads fonts when they are first needed, megabytes each, and keeps them. */
export class Fonts {
  readonly #read = new Map<FontName, Buffer>()

  bytes(name: FontName): Buffer {
    const known = this.#read.get(name)
    if (known) return known
    const [packageName, file] = files[name]
    const bytes = readFileSync(new URL(`../fonts/${file}`, import.meta.resolve(packageName)))
    this.#read.set(name, bytes)
    return bytes
  }
}
