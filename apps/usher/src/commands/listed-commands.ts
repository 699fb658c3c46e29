import type { Command } from '../cli/command.ts'

/** A command is loaded only when it is called: the others must not cost start-up time. */
export interface ListedCommand {
  readonly name: string
  readonly summary: string
  load(): Promise<Command>
}

export const listedCommands: readonly ListedCommand[] = [
  {
    name: 'demo',
    summary: 'run a box office with five demo events and accounts to try',
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'serve',
    summary: 'run Usher over a data directory',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'import',
    summary: 'read a seat map from a file into an event',
    load: async () => (await import('./import.ts')).importSeatMap,
  },
  {
    name: 'audit',
    summary: 'check that no seat was sold twice and no money is without a seat',
    load: async () => (await import('./audit.ts')).audit,
  },
  {
    name: 'doctor',
    summary: 'say what is wrong with this machine or configuration, and how to mend it',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'keys',
    summary: 'list and rotate signing keys, make API keys and administrators',
    load: async () => (await import('./keys.ts')).keys,
  },
  {
    name: 'bench',
    summary: 'measure complete bookings a second on this machine',
    load: async () => (await import('./bench.ts')).bench,
  },
]
