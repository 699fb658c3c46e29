import { composeEmbedded, type Embedded } from '@usher/app/embedded/compose-embedded'
import { directEquipment } from '@usher/app/embedded/direct-equipment'
import type { Decorators } from '@usher/app/embedded/embedded-options'
import type { Clock } from '@usher/kernel'
import { memoryTables, type Tables } from '@usher/stores'
import { noMetrics, silentLogger } from '@usher/telemetry'
import { seededRandom } from '@usher/testing'
import { splitTables } from '../bank/split-tables.ts'
import { simulatedConfig } from '../house.ts'
import { Power } from './power.ts'
import { processClock } from './process-clock.ts'
import { SimulatedDisk, type DiskNeeds } from './simulated-disk.ts'

/** What a mutant puts around the parts of Usher to take a guard away. */
export interface Alterations extends Decorators {
  readonly tables?: (tables: Tables) => Tables
}

export interface ProcessNeeds extends Omit<DiskNeeds, 'power'> {
  readonly clock: Clock
  readonly bank: Tables
  /** Differs from process to process: no two draw the same ids. */
  readonly randomSeed: number
  /** What lies between this process, whose clock it is, and the rest of the world. */
  readonly around: (clock: Clock) => Decorators
  readonly alterations: Alterations
}

/** One life of the program, from its start on what the platter holds to its end. */
export interface UsherProcess {
  readonly root: Embedded
  /** What it believes; newer than the platter by what is on its way there. */
  readonly tables: Tables
  readonly power: Power
  readonly disk: SimulatedDisk
}

/** Starts the embedded root, jobs and consumers included. */
export async function startProcess(needs: ProcessNeeds): Promise<UsherProcess> {
  const power = new Power()
  const clock = processClock(needs.clock, power)
  let starting = true
  const disk = new SimulatedDisk({
    ...needs,
    power,
    onAppend: () => starting || needs.onAppend(),
  })
  const ours = memoryTables({
    get durable() {
      return disk.durable
    },
    async append(changes) {
      // What a start writes is written at once: nothing else happens meanwhile that could
      // interleave.
      if (starting) needs.platter.durable.push(changes)
      else await disk.append(changes)
    },
  })
  const { alterations } = needs
  const tables = splitTables({ ours: alterations.tables?.(ours) ?? ours, bank: needs.bank, power })
  const root = await composeEmbedded({
    ...directEquipment(clock),
    tables,
    clock,
    random: seededRandom(needs.randomSeed),
    logger: silentLogger,
    metrics: noMetrics,
    config: simulatedConfig,
    decorators: bothOf(needs.around(clock), alterations),
  })
  starting = false
  root.start()
  return { root, tables, power, disk }
}

/** The outer one is asked first. */
function bothOf(inner: Decorators, outer: Decorators): Decorators {
  const around = <Part>(part: Part, by: ((part: Part) => Part) | undefined) => by?.(part) ?? part
  return {
    ledger: (ledger) => around(around(ledger, inner.ledger), outer.ledger),
    provider: (provider) => around(around(provider, inner.provider), outer.provider),
  }
}
