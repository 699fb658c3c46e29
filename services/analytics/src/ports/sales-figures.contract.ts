import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EventId } from '@usher/kernel'
import { noFigures, type Telling } from '../domain/figures.ts'
import type { Rebuild } from '../domain/rebuild.ts'
import type { MinutesWanted, SalesFigures } from './sales-figures.ts'

export interface OpenSalesFigures {
  readonly figures: SalesFigures
  /** The figures as a restart finds them. */
  readonly reopen: () => Promise<SalesFigures>
  readonly close: () => Promise<void>
}

const eventId = 7 as EventId
const MINUTE = 60_000
const all: MinutesWanted = { eventId, fromMs: 0, untilMs: 1e15, section: undefined, minutes: 100 }

/** What every `SalesFigures` keeps. */
export function salesFiguresContract(
  name: string,
  open: () => Promise<OpenSalesFigures>,
  options: { readonly skip: string | false } = { skip: false },
): void {
  describe(`${name} keeps sales figures`, options, () => {
    const law = (title: string, prove: (opened: OpenSalesFigures) => Promise<void>) => {
      void test(title, async () => {
        const opened = await open()
        try {
          await prove(opened)
        } finally {
          await opened.close()
        }
      })
    }

    law('a message counts once, however often and at once it comes', async (opened) => {
      const { figures, reopen } = opened
      const added = await Promise.all([1, 2, 3, 4].map(() => figures.add(booked('m1', 5))))
      assert.deepEqual(added.filter(Boolean), [true])
      assert.equal(await figures.add(booked('m1', 5)), false)
      assert.equal(await figures.add({ ...booked('m1', 5), consumer: 'other' }), true)
      const again = await reopen()
      const [stalls] = await again.totals(eventId)
      assert.deepEqual(stalls, {
        section: 'Stalls é',
        currency: '',
        figures: { ...noFigures, booked: 2 },
      })
    })

    law('one that was counted before keeps none beside it from counting', async ({ figures }) => {
      await figures.add(booked('m1', 1))
      const told = ['m0', 'm1', 'm2'].map((id) => figures.add(booked(id, 1)))
      assert.deepEqual(await Promise.all(told), [true, false, true])
      const [minute] = await figures.minutes(all)
      assert.equal(minute?.figures.booked, 3)
    })

    law('many who count one minute at once lose nothing', async ({ figures }) => {
      await Promise.all(Array.from({ length: 40 }, (_, at) => figures.add(booked(`m${at}`, 1))))
      const [minute] = await figures.minutes(all)
      assert.equal(minute?.figures.booked, 40)
    })

    law('minutes are in order, whole, from a time and until another', async ({ figures }) => {
      for (const [at, minute] of [3, 1, 2].entries()) await figures.add(booked(`s${at}`, minute))
      for (const [at, minute] of [2, 3].entries()) await figures.add(sold(`b${at}`, minute))
      const told = async (parts: Partial<MinutesWanted>) => {
        const found = await figures.minutes({ ...all, ...parts })
        return found.map(({ minuteMs, section }) => `${minuteMs / MINUTE}${section && 's'}`).sort()
      }
      assert.deepEqual(await told({}), ['1s', '2', '2s', '3', '3s'])
      assert.deepEqual(await told({ minutes: 2 }), ['1s', '2', '2s'])
      assert.deepEqual(await told({ fromMs: 2 * MINUTE, untilMs: 3 * MINUTE }), ['2', '2s'])
      const ofSection = await figures.minutes({ ...all, section: 'Stalls é' })
      assert.deepEqual(
        ofSection.map(({ minuteMs }) => minuteMs / MINUTE),
        [1, 2, 3],
      )
    })

    law('money is summed by currency, over all events', async ({ figures }) => {
      await figures.add(sold('m1', 1))
      await figures.add({ ...sold('m2', 2), eventId: 8 as EventId })
      await figures.add(sold('m3', 2, 'JPY'))
      const found = await figures.platform()
      const money = found.map(({ currency, figures: { capturedMinor } }) => [
        currency,
        capturedMinor,
      ])
      assert.deepEqual(
        new Map(money as [string, number][]),
        new Map([
          ['EUR', 10_000],
          ['JPY', 5000],
        ]),
      )
      assert.deepEqual(await figures.totals(9 as EventId), [])
    })

    law('the newest version of an event stays', async ({ figures }) => {
      const facts = { eventId, eventName: 'Ópera 🎭', totalSeats: 10 }
      assert.equal(await figures.event(eventId), undefined)
      for (const version of [2, 3, 1]) await figures.keepEvent({ ...facts, version })
      assert.deepEqual(await figures.event(eventId), { ...facts, version: 3 })
    })

    law('what was pruned is forgotten as a message, and stays in the figures', async (opened) => {
      const { figures } = opened
      for (const minute of [1, 2, 3]) await figures.add(booked(`m${minute}`, minute))
      assert.equal(await figures.prune({ beforeMs: 3 * MINUTE, limit: 1 }), 1)
      assert.equal(await figures.prune({ beforeMs: 3 * MINUTE, limit: 9 }), 1)
      assert.equal(await figures.add(booked('m3', 3)), false)
      assert.equal((await figures.totals(eventId))[0]?.figures.booked, 3)
    })

    law(
      'a rebuild forgets minutes with their messages, and nothing from before',
      async (opened) => {
        const { figures, reopen } = opened
        for (const minute of [1, 2, 3, 4]) await figures.add(booked(`m${minute}`, minute))
        const rebuild: Rebuild = { fromMs: 2 * MINUTE, phase: 'clearing', askedAtMs: 9 }
        assert.equal(await figures.rebuild(), undefined)
        await figures.beginRebuild(rebuild)
        const again = await reopen()
        assert.deepEqual(await again.rebuild(), rebuild)
        await again.clearSome({ ...rebuild, askedAtMs: 8 })
        assert.equal((await again.rebuild())?.phase, 'clearing')
        for (let at = 0; at < 10; at++) await again.clearSome(rebuild)
        const replaying = { ...rebuild, phase: 'replaying' } as const
        assert.deepEqual(await again.rebuild(), replaying)
        assert.equal((await again.totals(eventId))[0]?.figures.booked, 1)
        const added = []
        for (const minute of [1, 2, 3, 4]) added.push(await again.add(booked(`m${minute}`, minute)))
        assert.deepEqual(added, [false, true, true, true])
        await again.clearSome(rebuild)
        assert.equal((await again.totals(eventId))[0]?.figures.booked, 4)
        await again.endRebuild({ ...replaying, askedAtMs: 8 })
        assert.deepEqual(await again.rebuild(), replaying)
        await again.endRebuild(replaying)
        assert.equal(await again.rebuild(), undefined)
      },
    )

    law('what is counted while minutes are cleared is in the figures once', async ({ figures }) => {
      const messages = Array.from({ length: 60 }, (_, at) => booked(`m${at}`, at % 3))
      for (const message of messages.slice(0, 20)) await figures.add(message)
      const rebuild: Rebuild = { fromMs: 0, phase: 'clearing', askedAtMs: 9 }
      await figures.beginRebuild(rebuild)
      const clear = async () => {
        while ((await figures.rebuild())?.phase === 'clearing') await figures.clearSome(rebuild)
      }
      await Promise.all([clear(), clear(), ...messages.slice(20).map((each) => figures.add(each))])
      await Promise.all(messages.map((message) => figures.add(message)))
      assert.equal((await figures.totals(eventId))[0]?.figures.booked, 60)
    })
  })
}

function booked(messageId: string, minute: number): Telling {
  const counts = [{ section: 'Stalls é', currency: '', figures: { booked: 1 } }]
  return { consumer: 'seats', messageId, eventId, atMs: minute * MINUTE + 59_999, counts }
}

function sold(messageId: string, minute: number, currency = 'EUR'): Telling {
  const counts = [{ section: '', currency, figures: { bookings: 1, capturedMinor: 5000 } }]
  return { consumer: 'bookings', messageId, eventId, atMs: minute * MINUTE, counts }
}
