import { test } from 'node:test'
import type { SeatLedger } from './seat-ledger.ts'

export interface OpenLedger {
  readonly ledger: SeatLedger
  /** The same data, opened again as after a restart. */
  readonly restart: () => Promise<OpenLedger>
  readonly close: () => Promise<void>
}

export type Law = (title: string, prove: (ledger: SeatLedger) => Promise<void>) => void

/** Proves each law on a ledger of its own. */
export function lawOver(open: () => Promise<OpenLedger>): Law {
  return (title, prove) => {
    void test(title, async () => {
      const opened = await open()
      try {
        await prove(opened.ledger)
      } finally {
        await opened.close()
      }
    })
  }
}
