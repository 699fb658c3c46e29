import type { CommandGroup } from '../cli/command.ts'

export const importFiles: CommandGroup = {
  about: [
    'Reads what an organizer has: a seat map into an event, events from calendars, tables and',
    'web pages, or everything that "usher export" wrote.',
  ].join('\n'),
  commands: [
    {
      name: 'seat-map',
      summary: 'read a seat map from a file into an event',
      load: async () => (await import('./import-seat-map.ts')).importSeatMap,
    },
    {
      name: 'events',
      summary: 'read events from CSV, iCalendar, schema.org or JSON files',
      load: async () => (await import('./import-events.ts')).importEvents,
    },
    {
      name: 'all',
      summary: 'read what "usher export" wrote into an empty data directory',
      load: async () => (await import('./import-all.ts')).importAll,
    },
  ],
  examples: [
    {
      line: 'usher import seat-map plan.json --event 7 --dry-run',
      does: 'says what the hall would be',
    },
    {
      line: 'usher import events season.ics --organizer ann@example.org --dry-run',
      does: 'says which events are new, changed and unchanged',
    },
    { line: 'usher import all everything', does: 'a copy of another box office' },
  ],
}
