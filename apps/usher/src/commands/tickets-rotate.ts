import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson } from '../cli/terminal.ts'
import { workOnDataDir } from '../server/work-on-data-dir.ts'
import { refuseOperands } from './operands.ts'

export const rotateTicketKey = defineCommand({
  name: 'rotate',
  summary: 'sign with a new key from now on',
  about: [
    'Makes a new key that signs tickets from now on. Tickets given out before stay valid,',
    'unless --revoke-others says that a key has been seen by somebody: then everybody needs',
    'their tickets again, and doors without a network the new keys.',
    '',
    'Works on the data directory itself, while no server has it.',
  ].join('\n'),
  options: {
    'revoke-others': {
      type: 'boolean',
      description: 'tickets signed with any other key are refused from now on',
    },
    'data-dir': dataDirOption,
    json: jsonOption,
  },
  examples: [
    { line: 'usher tickets rotate', does: 'once a season, say' },
    { line: 'usher tickets rotate --revoke-others', does: 'after a key was stolen' },
  ],
  async run({ values, operands, terminal, env }) {
    refuseOperands(operands)
    const revokeOthers = values['revoke-others']
    const { keyId } = await workOnDataDir(
      { dataDir: values['data-dir'], env },
      'end it first',
      ({ clients }) => clients.tickets.rotateTicketKey({ revokeOthers }),
    )
    if (values.json) outJson(terminal, { key_id: keyId, revoked_others: revokeOthers })
    else terminal.out(`New tickets are signed with ${keyId}.`)
    return exitCodes.ok
  },
})
