import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { change, DAY_MS, NOW_MS, query } from '../documents.fixture.ts'
import type { DocumentChange, EventDocument } from '../domain/event-document.ts'
import type { PagePlace, SearchWish } from '../domain/search-query.ts'
import type { SearchIndex } from './search-index.ts'

/** An index under test, without a generation at first. */
export interface OpenIndex {
  readonly index: SearchIndex
  /** Ends it as a crash does, and opens another over what is left; absent: it keeps nothing. */
  readonly restart?: () => Promise<OpenIndex>
  /** Destroys what is on disk while nothing has it open. */
  readonly damage?: () => Promise<void>
  readonly close: () => Promise<void>
}

const NEVER = Number.POSITIVE_INFINITY

export interface SearchIndexOptions {
  /** Why its server cannot be had; false: it can. */
  readonly skip?: string | false
}

/** What every SearchIndex does. */
export function searchIndexContract(
  name: string,
  open: () => Promise<OpenIndex>,
  { skip = false }: SearchIndexOptions = {},
): void {
  describe(`${name} as a search index`, { skip }, () => {
    it('says that it is missing until there is a generation', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { index } = opened
      assert.equal(await index.state(), 'missing')
      await index.put([change(1)])
      await assert.rejects(index.search(query(), NEVER), { code: 'index_building' })
      await assert.rejects(suggest(index, 'a'), { kind: 'unavailable', code: 'index_building' })
      await fill(opened, [])
      assert.equal(await index.state(), 'ready')
      assert.deepEqual(await search(index), [])
    })

    it('answers with what was put in', async (test) => {
      const opened = await open()
      test.after(opened.close)
      await fill(opened, [change(1, { name: 'Tosca' })])
      const { hits, total, more } = await opened.index.search(query({ text: 'tosca' }), NEVER)
      assert.deepEqual([total, more, hits.length], [1, false, 1])
      assert.equal(hits[0]?.eventId, 1)
      assert.equal(new TextDecoder().decode(hits[0]?.body), 'Tosca')
      assert.equal(hits[0]?.distanceKm, null)
      assert.equal(opened.index.documents(), 1)
    })

    it('never lets an older version replace a newer one, nor bring back what is gone', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { index } = opened
      await fill(opened, [change(1, { name: 'New' }, 5n), change(2, { name: 'Gone' }, 5n)])
      await index.put([{ eventId: 2, version: 6n, document: null }])
      const older = [change(1, { name: 'Old' }, 4n), change(2, { name: 'Gone' }, 5n)]
      await index.put(older)
      assert.deepEqual(await search(index, { text: 'new' }), [1])
      assert.deepEqual(await search(index), [1])
      await index.put([change(1, { name: 'Same version' }, 5n), change(2, { name: 'Back' }, 7n)])
      assert.deepEqual(await search(index, { text: 'same' }), [1])
      assert.deepEqual(await search(index, { text: 'new' }), [])
      assert.deepEqual(await search(index, { text: 'back' }), [2])
      const large = (1n << 62n) + 1n
      await index.put([
        change(1, { name: 'Large' }, large),
        change(1, { name: 'Less' }, large - 1n),
      ])
      assert.deepEqual(await search(index, { text: 'large' }), [1])
    })

    it('answers from one generation while the next is made, and then from that', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { index } = opened
      await fill(opened, [change(1, { name: 'Old' }), change(2, { name: 'Left out' })])
      await index.beginGeneration()
      await index.fillGeneration([change(1, { name: 'Stale' }, 1n)])
      await index.put([change(1, { name: 'Live' }, 2n), change(3, { name: 'Fresh' })])
      await index.fillGeneration([change(1, { name: 'Stale' }, 1n), change(4, { name: 'Filled' })])
      assert.deepEqual(await search(index, { sort: 'DATE' }), [1, 2, 3])
      await index.finishGeneration()
      assert.deepEqual(await search(index, { sort: 'DATE' }), [1, 3, 4])
      assert.deepEqual(await search(index, { text: 'live' }), [1])
    })

    it('throws an unfinished generation away when another begins', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { index } = opened
      await index.beginGeneration()
      await index.fillGeneration([change(1)])
      await fill(opened, [change(2)])
      assert.deepEqual(await search(index), [2])
    })

    it('survives a restart, and knows of a generation that was not finished', async (test) => {
      const opened = await open()
      test.after(opened.close)
      if (!opened.restart) return
      await fill(opened, [change(1, { name: 'Filled' })])
      await opened.index.put([change(2, { name: 'Put' })])
      const again = await opened.restart()
      test.after(again.close)
      assert.equal(await again.index.state(), 'ready')
      assert.deepEqual(await search(again.index, { sort: 'DATE' }), [1, 2])
      assert.deepEqual(await search(again.index, { text: 'filed' }), [1])
      await again.index.beginGeneration()
      await again.index.fillGeneration([change(9)])
      const third = await again.restart?.()
      assert.ok(third)
      test.after(third.close)
      assert.equal(await third.index.state(), 'interrupted')
      assert.deepEqual(await search(third.index, { sort: 'DATE' }), [1, 2])
      await fill(third, [change(3)])
      assert.equal(await third.index.state(), 'ready')
      assert.deepEqual(await search(third.index), [3])
    })

    it('says that a damaged index is missing, and can be made anew', async (test) => {
      const opened = await open()
      test.after(opened.close)
      if (!opened.restart || !opened.damage) return
      await fill(opened, [change(1)])
      await opened.index.close()
      await opened.damage()
      const again = await opened.restart()
      test.after(again.close)
      await assert.rejects(search(again.index), { code: 'index_building' })
      assert.equal(await again.index.state(), 'missing')
      await fill(again, [change(2)])
      assert.deepEqual(await search(again.index), [2])
    })

    it('applies each filter, whatever the case and the accents', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { index } = opened
      await fill(opened, sample)
      const cases: readonly (readonly [Partial<SearchWish>, readonly number[]])[] = [
        [{}, [1, 2, 3, 4]],
        [{ cities: ['MÁLAGA'] }, [3]],
        [{ cities: ['malaga', 'madrid'] }, [1, 2, 3]],
        [{ cities: ['Nowhere'] }, []],
        [{ categories: ['Opera'] }, [2, 3]],
        [{ countries: ['de'] }, [4]],
        [{ categories: ['opera'], countries: ['ES'], cities: ['Madrid'] }, [2]],
        [{ fromMs: NOW_MS + 20 * DAY_MS }, [2, 3, 4]],
        [{ toMs: NOW_MS + 20 * DAY_MS }, [1]],
        [{ available: true }, [1, 2]],
        [{ statuses: ['PAST'] }, [5]],
        [{ statuses: ['CANCELLED', 'SOLD_OUT'] }, [3, 6]],
        [{ currency: 'EUR', minPriceMinor: 5000 }, [1, 2]],
        [{ currency: 'EUR', maxPriceMinor: 499 }, []],
        [{ currency: 'EUR', maxPriceMinor: 1500 }, [1, 2]],
        [{ currency: 'CHF', maxPriceMinor: 1500 }, []],
        [{ near: { point: madrid, radiusKm: 10 } }, [1, 2]],
        [{ near: { point: madrid, radiusKm: 450 } }, [1, 2, 3]],
        [{ near: { point: madrid, radiusKm: 0 } }, [1, 2, 3, 4]],
      ]
      for (const [wish, expected] of cases) {
        const found = await search(index, { ...wish, sort: 'DATE' })
        assert.deepEqual(
          found.sort((a, b) => a - b),
          expected,
          JSON.stringify(wish),
        )
      }
    })

    it('leaves out what has ended, and shows what is still on', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const began = { dateMs: NOW_MS - DAY_MS }
      await fill(opened, [change(1, began), change(2, { ...began, endMs: NOW_MS + DAY_MS })])
      assert.deepEqual(await search(opened.index), [2])
      assert.deepEqual(await search(opened.index, { fromMs: NOW_MS }), [])
    })

    it('sorts by date, price and distance, and what has none comes last', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { index } = opened
      await fill(opened, sample)
      assert.deepEqual(await search(index, { sort: 'DATE' }), [1, 2, 3, 4])
      assert.deepEqual(await search(index, { sort: 'PRICE' }), [2, 1, 4, 3])
      const near = { point: madrid, radiusKm: 0 }
      assert.deepEqual(await search(index, { sort: 'DISTANCE', near }), [1, 2, 3, 4])
      const { hits } = await index.search(query({ near, sort: 'DISTANCE' }), NEVER)
      const kilometres = hits.map(({ distanceKm }) => distanceKm && Math.round(distanceKm))
      assert.deepEqual(kilometres, [0, 0, 416, null])
    })

    it('counts each facet without its own filter', async (test) => {
      const opened = await open()
      test.after(opened.close)
      await fill(opened, sample)
      const wish = { cities: ['Málaga'], categories: ['opera'] }
      const page = await opened.index.search(query(wish, { facets: true }), NEVER)
      const counts = Object.fromEntries(
        page.facets.map(({ name, values }) => [name, values.map((each) => Object.values(each))]),
      )
      assert.equal(page.total, 1)
      assert.deepEqual(counts['city'], [
        ['Madrid', 1],
        ['Málaga', 1],
      ])
      assert.deepEqual(counts['category'], [['opera', 1]])
      assert.deepEqual(counts['country'], [['ES', 1]])
      assert.deepEqual(counts['month'], [['2026-12', 1]])
      assert.deepEqual(counts['status'], [['SOLD_OUT', 1]])
    })

    it('pages through everything once, in order, while events come and go', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { index } = opened
      const ids = Array.from({ length: 25 }, (_, i) => i + 1)
      const evening = (id: number) =>
        change(id, { name: 'Jazz', dateMs: NOW_MS + (id % 4) * DAY_MS })
      await fill(opened, ids.map(evening))
      for (const sort of ['DATE', 'RELEVANCE', 'PRICE'] as const) {
        const whole = await search(index, { text: 'jazz', sort }, 100)
        const seen: number[] = []
        let after: PagePlace | null = null
        do {
          const page: Awaited<ReturnType<SearchIndex['search']>> = await index.search(
            query({ text: 'jazz', sort }, { after, limit: 4 }),
            NEVER,
          )
          seen.push(...page.hits.map(({ eventId }) => eventId))
          after = page.more ? (page.hits.at(-1) ?? null) : null
        } while (after)
        assert.deepEqual(seen, whole)
        assert.equal(new Set(seen).size, 25)
      }
      const first = await index.search(query({ sort: 'DATE' }, { limit: 10 }), NEVER)
      await index.put([{ eventId: first.hits[9]?.eventId ?? 0, version: 2n, document: null }])
      const rest = query({ sort: 'DATE' }, { after: first.hits[9] ?? null, limit: 100 })
      assert.equal((await index.search(rest, NEVER)).hits.length, 15)
    })

    it('loses no hit between pages by relevance while the index grows', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { index } = opened
      const ids = Array.from({ length: 40 }, (_, i) => i + 1)
      await fill(opened, ids.map(jazzNight))
      for (const [turn, text] of ['jazz', 'jazz night', 'jazz nights', 'jaz nightt'].entries()) {
        const seen: number[] = []
        let after: PagePlace | null = null
        let next = 1000 * (turn + 1)
        do {
          const page: Awaited<ReturnType<SearchIndex['search']>> = await index.search(
            query({ text, sort: 'RELEVANCE' }, { after, limit: 7 }),
            NEVER,
          )
          seen.push(...page.hits.map(({ eventId }) => eventId).filter((id) => id <= 40))
          after = page.more ? (page.hits.at(-1) ?? null) : null
          await index.put(Array.from({ length: 5 }, () => unlike(next++)))
        } while (after)
        assert.deepEqual(
          seen.toSorted((a, b) => a - b),
          ids,
          text,
        )
      }
    })

    it('completes events, venues, cities and categories', async (test) => {
      const opened = await open()
      test.after(opened.close)
      const { index } = opened
      await fill(opened, [
        change(1, { name: 'Carmen', dateMs: NOW_MS + 9 * DAY_MS }),
        change(2, { name: 'Carmen', dateMs: NOW_MS + 5 * DAY_MS }),
        change(3, { name: 'Tribute to Carlos', venueName: 'Café Caribe', city: 'Cartagena' }),
        change(4, { name: 'Cardillac', dateMs: NOW_MS - DAY_MS, status: 'PAST', category: 'cars' }),
      ])
      assert.deepEqual(await suggest(index, 'CÁR'), [
        'city Cartagena',
        'category cars',
        'venue Café Caribe',
        'event Carmen 2',
        'event Tribute to Carlos 3',
      ])
      assert.deepEqual(await suggest(index, 'tribute car'), ['event Tribute to Carlos 3'])
      assert.deepEqual(await suggest(index, 'carx'), [])
      assert.deepEqual(await suggest(index, ' "*(" '), [])
    })

    it('takes any text for words, never for commands', async (test) => {
      const opened = await open()
      test.after(opened.close)
      await fill(opened, [change(1, { name: 'AC/DC: "NOT" name:x OR * (live)' })])
      for (const text of [
        'AC/DC',
        '"',
        'NOT',
        'name:x',
        '(live',
        '* OR',
        'a"b',
        '\u0000',
        '-',
        '^',
      ]) {
        await search(opened.index, { text })
      }
      assert.deepEqual(await search(opened.index, { text: 'ac dc "not"' }), [1])
      assert.deepEqual(await search(opened.index, { text: '!!!' }), [])
    })
  })
}

/** Found by two words, in various fields and among more or fewer others. */
function jazzNight(id: number): DocumentChange {
  const more = 'long '.repeat(id % 7)
  return change(id, {
    name: id % 3 === 0 ? `${more}Jazz` : `${more}Night`,
    venueName: id % 4 === 0 ? 'Night Club' : `Teatro ${more}`,
    category: id % 5 === 0 ? 'jazz' : 'concert',
    description: `${'all that '.repeat(id % 11)} jazz ${more}and more jazz at night`,
    dateMs: NOW_MS + (1 + (id % 6)) * DAY_MS,
  })
}

/** Makes one of the words less rare and all texts longer; not found by both words. */
function unlike(id: number): DocumentChange {
  return change(id, { name: 'Starlight', description: `${'words and '.repeat(50)} a night` })
}

const madrid = { latitude: 40.4184, longitude: -3.7109 }

const sample: readonly DocumentChange[] = [
  change(1, { dateMs: NOW_MS + 10 * DAY_MS, month: '2026-11' }),
  change(2, { category: 'opera', minPriceMinor: 500, dateMs: NOW_MS + 30 * DAY_MS }),
  change(3, {
    category: 'opera',
    city: 'Málaga',
    status: 'SOLD_OUT',
    dateMs: NOW_MS + 31 * DAY_MS,
    location: { latitude: 36.7213, longitude: -4.4214 },
    ...without('minPriceMinor', 'maxPriceMinor'),
  }),
  change(4, {
    city: 'Berlin',
    country: 'DE',
    currency: 'CHF',
    minPriceMinor: 2000,
    status: 'UPCOMING',
    dateMs: NOW_MS + 32 * DAY_MS,
    ...without('location'),
  }),
  change(5, { status: 'PAST', dateMs: NOW_MS - 9 * DAY_MS }),
  change(6, { status: 'CANCELLED' }),
]

function without(...names: (keyof EventDocument)[]): Partial<EventDocument> {
  return Object.fromEntries(names.map((name) => [name, null]))
}

async function fill({ index }: OpenIndex, changes: readonly DocumentChange[]): Promise<void> {
  await index.beginGeneration()
  await index.fillGeneration(changes)
  await index.finishGeneration()
}

async function search(
  index: SearchIndex,
  wish: Partial<SearchWish> = {},
  limit = 10,
): Promise<number[]> {
  const { hits } = await index.search(query(wish, { limit }), NEVER)
  return hits.map(({ eventId }) => eventId)
}

async function suggest(index: SearchIndex, prefix: string): Promise<string[]> {
  const found = await index.suggest({ prefix, limit: 10, nowMs: NOW_MS }, NEVER)
  return found.map(({ kind, text, eventId }) => `${kind} ${text}${eventId ? ` ${eventId}` : ''}`)
}
