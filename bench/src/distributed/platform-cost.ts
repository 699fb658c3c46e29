import { systemClock } from '@usher/kernel'
import type { Platform } from './open-platform.ts'

/** CPU of every process over some time, in microseconds. */
export interface Cost {
  readonly seconds: number
  readonly services: ReadonlyMap<string, number>
  readonly servers: ReadonlyMap<string, number>
}

/** What all processes used from now until `work` is over. */
export async function costOf(platform: Platform, work: () => Promise<unknown>): Promise<Cost> {
  const begunMs = systemClock.monotonicMs()
  const services = platform.services()
  const servers = platform.servers()
  await work()
  return {
    seconds: (systemClock.monotonicMs() - begunMs) / 1000,
    services: since(services, platform.services()),
    servers: since(servers, platform.servers()),
  }
}

/** Polling streams, topics and health costs also when nobody buys. */
export function idleCost(platform: Platform, seconds: number): Promise<Cost> {
  return costOf(platform, () => systemClock.sleep(seconds * 1000))
}

function since(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>) {
  return new Map([...now].map(([name, us]) => [name, us - (before.get(name) ?? 0)]))
}

export function total(cpuUs: ReadonlyMap<string, number>): number {
  return [...cpuUs.values()].reduce((sum, us) => sum + us, 0)
}
