import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { corpus } from '../corpus.fixture.ts'
import { NOW_MS, query } from '../documents.fixture.ts'
import type { OpenIndex, SearchIndexOptions } from './search-index.contract.ts'

interface Case {
  readonly text: string
  /** The name of the first hit contains this. */
  readonly first?: string
  /** The names of the first hits. */
  readonly order?: readonly string[]
  /** Names among the first twenty. */
  readonly found?: readonly string[]
  readonly not?: readonly string[]
  readonly corrected?: string
}

const cases: readonly Case[] = [
  // Names, whole and in part, in any case and with or without accents.
  { text: 'die zauberflote', first: 'Die Zauberflöte' },
  { text: 'ZAUBERFLÖTE', first: 'Die Zauberflöte' },
  { text: 'la boheme', first: 'La Bohème' },
  { text: 'strassenmusik', first: 'Straßenmusik-Fest' },
  { text: 'soren kierkegaard', first: 'Søren Kierkegaard' },
  { text: 'lodz', first: 'Łódź Kaliska' },
  { text: 'downtown boys', first: 'Downtown Boys' },
  { text: 'jardines campo moro', first: 'Jardines del Campo del Moro' },
  // What is still being typed.
  { text: 'zauber', first: 'Die Zauberflöte' },
  { text: 'la boh', first: 'La Bohème' },
  { text: 'rachman', first: 'Rachmaninoff' },
  // Typos: a missing, a doubled, a wrong and two swapped letters; two in a long word.
  { text: 'bethoven', found: ['Ludwig van Beethoven'], corrected: 'beethoven' },
  { text: 'shostakovitch', found: ['Dmitri Shostakovich'], corrected: 'shostakovich' },
  { text: 'Mozrat', found: ['Wolfgang Amadeus Mozart'], corrected: 'mozart' },
  { text: 'rachmaninov', found: ['Rachmaninoff'] },
  { text: 'downtwon boys', first: 'Downtown Boys', corrected: 'downtown boys' },
  { text: 'Weinachtsoratorum', first: 'Weihnachtsoratorium', corrected: 'weihnachtsoratorium' },
  { text: 'zarzuella', found: ['Zarzuela'] },
  // Nearer words first: as they are written, begun, one typo away, two.
  { text: 'kinderkonzert', order: ['Kinderkonzert der Oper', 'Kinderkonzerte', 'Kinderkonzart'] },
  {
    text: 'kinderkonzrt',
    order: ['Kinderkonzart', 'Kinderkonzert der Oper', 'Kinderkonzerte'],
  },
  { text: 'gliterer', order: ['Glitterer', 'Gliere'], corrected: 'glitterer' },
  // A right word is never taken for a typo, and short words have none.
  { text: 'mozart', found: ['Mozart'], not: ['Downtown Boys'], corrected: '' },
  { text: 'xyz', not: ['Downtown Boys'], corrected: '' },
  // Words from several fields, and most of the words when nothing has all of them.
  { text: 'beethoven new york', found: ['Ludwig van Beethoven'] },
  { text: 'puccini paris', first: 'La Bohème' },
  { text: 'molière comédie', first: 'Le Malade imaginaire' },
  { text: 'the boheme at paris opera', first: 'La Bohème' },
  { text: 'philamoca', found: ['Downtown Boys', 'Trauma Ray'], not: ['La Bohème'] },
  // Chinese, by any part of a name; one character is enough.
  { text: '夜雨', first: '夜雨十年', not: ['雨夜花'] },
  { text: '雨十', first: '夜雨十年' },
  { text: '夜雨十年', first: '夜雨十年', not: ['五月天演唱會'] },
  { text: '雨', found: ['夜雨十年', '雨夜花'], not: ['五月天演唱會'] },
  { text: '年', found: ['夜雨十年'], not: ['五月天演唱會'] },
  { text: '五月天 台北', first: '五月天演唱會' },
  { text: '演唱會', first: '五月天演唱會' },
  { text: '雲門舞集', first: '雲門舞集' },
  // Cyrillic: й as и, ё as е, and typos.
  { text: 'елка', first: 'Ёлка в Кремле' },
  { text: 'чаиковского', first: 'Лебединое озеро' },
  { text: 'лебединое озиро', first: 'Лебединое озеро' },
  { text: 'МОСКВА чехов', first: 'Три сестры' },
  // Other scripts without spaces, by any part.
  { text: 'บอดี้สแลม', first: 'คอนเสิร์ตบอดี้สแลม' },
  { text: 'فيروز', first: 'حفلة فيروز' },
  { text: 'مدينة', first: 'حفلة فيروز' },
  { text: '페스티벌', first: '서울 재즈 페스티벌' },
  { text: '歌舞伎', first: '歌舞伎座ライブ' },
  { text: 'ｶﾌﾞｷ', first: '歌舞伎座ライブ' },
]

/** The same table for every index: what is found must not depend on where it is looked for. */
export function relevanceContract(
  name: string,
  open: () => Promise<OpenIndex>,
  { skip = false }: SearchIndexOptions = {},
): void {
  describe(`relevance of ${name}`, { skip }, () => {
    let opened: OpenIndex
    const never = Number.POSITIVE_INFINITY

    before(async () => {
      opened = await open()
      const { index } = opened
      await index.beginGeneration()
      await index.fillGeneration(corpus())
      await index.finishGeneration()
    })

    after(() => opened.close())

    for (const { text, first, order = [], found = [], not = [], corrected } of cases) {
      it(`of the query "${text}" is as written down`, async () => {
        const page = await opened.index.search(query({ text }, { limit: 20 }), never)
        const names = page.hits.map(({ body }) => new TextDecoder().decode(body))
        if (first !== undefined) assert.ok(names[0]?.includes(first), `first is ${names[0]}`)
        assert.deepEqual(names.slice(0, order.length), order)
        for (const name of found)
          assert.ok(
            names.some((each) => each.includes(name)),
            `no ${name}`,
          )
        for (const name of not) assert.ok(!names.some((each) => each.includes(name)), `has ${name}`)
        if (corrected !== undefined) assert.equal(page.correctedText, corrected)
      })
    }

    for (const [prefix, expected] of [
      ['zau', 'Die Zauberflöte'],
      ['beeth', 'Ludwig van Beethoven'],
      ['夜', '夜雨十年'],
      ['мос', 'Москва'],
      ['kobenh', 'København'],
    ] as const) {
      it(`completes "${prefix}" to ${expected}`, async () => {
        const suggestions = await opened.index.suggest({ prefix, limit: 10, nowMs: NOW_MS }, never)
        assert.ok(
          suggestions.some(({ text }) => text.includes(expected)),
          JSON.stringify(suggestions),
        )
      })
    }
  })
}
