import type { CommandGroup } from '../cli/command.ts'

export const tickets: CommandGroup = {
  about: [
    'Ticket codes are signed, and can be verified by anybody who has the public keys.',
    'docs/tickets.md describes them.',
  ].join('\n'),
  commands: [
    {
      name: 'verify',
      summary: 'say of ticket codes whether they were signed here, and for which seat',
      load: async () => (await import('./tickets-verify.ts')).verifyTickets,
    },
    {
      name: 'keys',
      summary: 'print the public keys, all that a door without a network needs',
      load: async () => (await import('./tickets-keys.ts')).printTicketKeys,
    },
    {
      name: 'rotate',
      summary: 'sign with a new key from now on',
      load: async () => (await import('./tickets-rotate.ts')).rotateTicketKey,
    },
  ],
  examples: [
    { line: 'usher tickets keys > keys.json', does: 'what a scanner takes along' },
    {
      line: 'usher tickets verify --file codes.txt --keys keys.json --event 7',
      does: 'verifies a list without asking anybody',
    },
  ],
}
