import { ticketVerifier, type Verification } from '@usher/booking'
import { wholeNumberOption } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { codesOf } from '../transfer/ticket-codes.ts'
import { ticketKeys } from '../transfer/ticket-keys.ts'

const EVENT_IDS = { min: 1, max: 0xffff_ffff }

export const verifyTickets = defineCommand({
  name: 'verify',
  operands: '[CODE … | -]',
  summary: 'say of ticket codes whether they were signed here, and for which seat',
  about: [
    'Says of each code whether it was signed here, and for which event and seat, with the',
    'public keys alone. Whether it was cancelled, given out anew or used, only the door can',
    'say. The exit code is 1 when any code is refused.',
    '',
    'The keys come from a file (--keys), a running server (--url), or the data directory,',
    'also while a server has it.',
  ].join('\n'),
  options: {
    file: { type: 'string', value: 'FILE', description: 'codes, one a line; - is standard input' },
    keys: { type: 'string', value: 'FILE', description: 'a JSON Web Key Set' },
    event: { type: 'string', value: 'ID', description: 'only tickets of this event are valid' },
    url: { type: 'string', value: 'URL', description: 'a running server to get the keys from' },
    'data-dir': dataDirOption,
    json: jsonOption,
  },
  examples: [
    { line: 'usher tickets verify USHER.AH… --keys keys.json --event 7', does: 'one code' },
    { line: 'usher tickets verify --file codes.txt --json', does: 'a list, as JSON' },
    { line: 'cat codes.txt | usher tickets verify -', does: 'the same from standard input' },
  ],
  async run({ values, operands, terminal }) {
    const { keys, url, event, file, json } = values
    const eventId = event === undefined ? undefined : wholeNumberOption('event', event, EVENT_IDS)
    const codes = await codesOf(operands, file)
    const source = { keys, url, dataDir: values['data-dir'] }
    const verify = ticketVerifier(await ticketKeys(source))
    const verified = codes.map((code) => ({ code, ...verify(code, eventId) }))
    const invalid = verified.filter(({ valid }) => !valid).length
    const counts = { valid: codes.length - invalid, invalid }
    if (json) outJson(terminal, { ...counts, codes: verified.map(worded) })
    else for (const each of verified) terminal.out(lineOf(each, terminal))
    return invalid > 0 ? exitCodes.failed : exitCodes.ok
  },
})

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
