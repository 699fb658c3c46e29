import type { CommandGroup } from '../cli/command.ts'

export const deadLetters: CommandGroup = {
  about: [
    'A message that a consumer fails to handle five times is set aside, so that others need not',
    'wait for it. docs/dead-letters.md says what to do about one.',
  ].join('\n'),
  commands: [
    {
      name: 'list',
      summary: 'show what consumers gave up on, and why',
      load: async () => (await import('./dead-letters-list.ts')).listDeadLetters,
    },
    {
      name: 'replay',
      summary: 'put them back into their topic, once what was wrong is mended',
      load: async () => (await import('./dead-letters-replay.ts')).replayDeadLetters,
    },
    {
      name: 'dismiss',
      summary: 'list them no more, and give them to nobody',
      load: async () => (await import('./dead-letters-dismiss.ts')).dismissDeadLetters,
    },
  ],
  examples: [
    { line: 'usher dead-letters list', does: 'of every topic of ./data' },
    {
      line: 'usher dead-letters replay booking.confirmed --brokers kafka-0:9092',
      does: 'every consumer of the topic gets them again',
    },
  ],
}
