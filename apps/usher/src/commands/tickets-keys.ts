import { dataDirOption, defineCommand } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { ticketKeys } from '../transfer/ticket-keys.ts'
import { refuseOperands } from './operands.ts'

export const printTicketKeys = defineCommand({
  name: 'keys',
  summary: 'print the public keys, all that a door without a network needs',
  about: [
    'Prints the public keys with which ticket codes are verified, as a JSON Web Key Set',
    '(RFC 7517), those revoked left out. They come from a running server (--url) or from the',
    'data directory, also while a server has it.',
  ].join('\n'),
  options: {
    url: { type: 'string', value: 'URL', description: 'a running server to ask' },
    'data-dir': dataDirOption,
  },
  examples: [
    { line: 'usher tickets keys > keys.json', does: 'for usher tickets verify --keys keys.json' },
    { line: 'usher tickets keys --url https://tickets.example', does: 'asks a server; no token' },
  ],
  async run({ values, operands, terminal }) {
    refuseOperands(operands)
    const { url } = values
    terminal.out(await ticketKeys({ keys: undefined, url, dataDir: values['data-dir'] }))
    return exitCodes.ok
  },
})
