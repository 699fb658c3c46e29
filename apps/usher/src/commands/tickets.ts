import { ticketVerifier, type Verification } from '@usher/booking'
import { UsageError, wholeNumberOption } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts'
import { nearest } from '../cli/nearest.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { codesOf } from '../transfer/ticket-codes.ts'
import { type KeySource, ticketKeys } from '../transfer/ticket-keys.ts'
import { workOnDataDir } from '../transfer/work-on-data-dir.ts'

const EVENT_ID_MAX = 0xffff_ffff

export const tickets = defineCommand({
  name: 'tickets',
  operands: 'verify [CODE … | -] | keys | rotate',
  summary: 'verify ticket codes with the public keys alone, list and rotate those keys',
  about: [
    '  verify    says of each code whether it was signed here, and for which event and seat.',
    '            Whether it was cancelled, given out anew or used, only the door can say.',
    '  keys      the public keys as a JSON Web Key Set: all that a scanner needs offline',
    '  rotate    signs with a new key from now on; tickets given out before stay valid',
    '',
    'The keys come from a file (--keys), a running server (--url), or the data directory.',
    'docs/tickets.md describes the code.',
  ].join('\n'),
  options: {
    file: {
      type: 'string',
      value: 'FILE',
      description: 'verify: codes, one a line; - is standard input',
    },
    keys: { type: 'string', value: 'FILE', description: 'verify: a JSON Web Key Set' },
    event: { type: 'string', value: 'ID', description: 'verify: only tickets of this event' },
    url: { type: 'string', value: 'URL', description: 'a running server to get the keys from' },
    'revoke-others': {
      type: 'boolean',
      description: 'rotate: tickets signed with any other key are refused from now on',
    },
    'data-dir': dataDirOption,
    json: jsonOption,
  },
  examples: [
    { line: 'usher tickets keys > keys.json', does: 'what a door without a network needs' },
    {
      line: 'usher tickets verify UT1… --keys keys.json --event 7',
      does: 'one code; exit code 1 when it is refused',
    },
    { line: 'usher tickets verify --file codes.txt --json', does: 'a list, as JSON' },
    { line: 'usher tickets rotate', does: 'after a key may have been seen by somebody' },
  ],
  async run({ values, operands, terminal, env }) {
    const [what = '', ...codes] = operands
    const { keys, url } = values
    const source: KeySource = { keys, url, dataDir: values['data-dir'], env }
    if (what === 'verify') return verify(source, codes, values, terminal)
    if (codes.length === 0 && what === 'keys') {
      terminal.out(await ticketKeys(source))
      return exitCodes.ok
    }
    if (codes.length === 0 && what === 'rotate') return rotate(source, values, terminal)
    const close = nearest(what, ['verify', 'keys', 'rotate'])
    const hint = close === undefined ? '' : `; did you mean ${close}?`
    throw new UsageError(`"usher tickets" does verify, keys and rotate${hint}`)
  },
})

interface Wish {
  readonly file: string | undefined
  readonly event: string | undefined
  readonly json: boolean
}

async function verify(
  source: KeySource,
  given: readonly string[],
  { file, event, json }: Wish,
  terminal: Terminal,
): Promise<ExitCode> {
  const bounds = { min: 1, max: EVENT_ID_MAX }
  const eventId = event === undefined ? undefined : wholeNumberOption('event', event, bounds)
  const codes = await codesOf(given, file)
  const check = ticketVerifier(await ticketKeys(source))
  const verified = codes.map((code) => ({ code, ...check(code, eventId) }))
  const invalid = verified.filter(({ valid }) => !valid).length
  if (json)
    outJson(terminal, { valid: codes.length - invalid, invalid, codes: verified.map(worded) })
  else for (const each of verified) terminal.out(lineOf(each, terminal))
  return invalid > 0 ? exitCodes.failed : exitCodes.ok
}

type Verified = Verification & { readonly code: string }

/** In the words of the interface. */
function worded(verified: Verified): Readonly<Record<string, unknown>> {
  const { code, valid } = verified
  if (!verified.valid) return { code, valid, reason: verified.reason, detail: verified.detail }
  const { ticketId, bookingId, eventId, seatNumber, area, issue, keyId } = verified.ticket
  return {
    code,
    valid,
    ticket_id: ticketId,
    booking_id: bookingId,
    event_id: eventId,
    seat_number: seatNumber,
    area,
    issue,
    key_id: keyId,
  }
}

const CODE_SHOWN = 16

function lineOf(verified: Verified, { colors }: Terminal): string {
  const { code } = verified
  const shown = (code.length > CODE_SHOWN ? `${code.slice(0, CODE_SHOWN)}…` : code).padEnd(20)
  if (!verified.valid) return `${colors.red('invalid')}  ${shown}${verified.detail}`
  const { eventId, seatNumber, area, ticketId } = verified.ticket
  const place = seatNumber === '' ? area : `seat ${seatNumber}`
  return `${colors.green('valid')}    ${shown}event ${eventId}, ${place}, ${ticketId}`
}

async function rotate(
  { dataDir, env, url }: KeySource,
  values: { readonly 'revoke-others': boolean; readonly json: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  if (url !== undefined) throw new UsageError('rotate works on the data directory itself')
  const revokeOthers = values['revoke-others']
  const { keyId } = await workOnDataDir({ dataDir, env }, 'end it first', ({ clients }) =>
    clients.tickets.rotateTicketKey({ revokeOthers }),
  )
  if (values.json) outJson(terminal, { key_id: keyId, revoked_others: revokeOthers })
  else terminal.out(`New tickets are signed with ${keyId}.`)
  return exitCodes.ok
}
