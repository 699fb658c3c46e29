import type { ListedCommand } from '../cli/command.ts'

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
    summary: 'read seat maps, events, or everything from files',
    load: async () => (await import('./import.ts')).importFiles,
  },
  {
    name: 'export',
    summary: 'write everything into a directory of documented, open files',
    load: async () => (await import('./export.ts')).exportAll,
  },
  {
    name: 'backup',
    summary: 'write everything into one compressed file, while sales go on',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'restore',
    summary: 'put a backup into an empty data directory, and audit it',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'reindex',
    summary: 'make the search index anew from the log',
    load: async () => (await import('./reindex.ts')).reindex,
  },
  {
    name: 'tickets',
    summary: 'verify ticket codes with the public keys alone, list and rotate those keys',
    load: async () => (await import('./tickets.ts')).tickets,
  },
  {
    name: 'audit',
    summary: 'check that no seat was sold twice and no money is without a seat',
    load: async () => (await import('./audit.ts')).audit,
  },
  {
    name: 'dead-letters',
    summary: 'show and put back the messages that consumers gave up on',
    load: async () => (await import('./dead-letters.ts')).deadLetters,
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
    summary: 'measure bookings, searches, tickets and doors on this machine',
    load: async () => (await import('./bench.ts')).bench,
  },
]
