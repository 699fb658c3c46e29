import { dataDirOption, jsonOption } from '../cli/command.ts'
import { wholeNumberOption } from '../cli/arguments.ts'

/** The options of the commands that go on serving. */
export const serverOptions = {
  port: {
    type: 'string',
    short: 'p',
    value: 'PORT',
    default: '8080',
    description: 'the port to listen on; 0 takes any that is free',
  },
  host: {
    type: 'string',
    value: 'ADDRESS',
    default: '127.0.0.1',
    description: 'the address to listen on; 0.0.0.0 lets other machines in',
  },
  'data-dir': dataDirOption,
  json: jsonOption,
} as const

const PORT_MAX = 65_535

export function portOf(text: string): number {
  return wholeNumberOption('port', text, { min: 0, max: PORT_MAX })
}
