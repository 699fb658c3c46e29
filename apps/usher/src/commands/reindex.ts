import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from '@usher/rpc'
import type { SearchService } from '@usher/contracts'
import { UsageError } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { askServer, type Server } from '../transfer/ask-server.ts'
import type { DataDir } from '../server/work-on-data-dir.ts'
import { refuseOperands } from './operands.ts'

/** How often a reindex that runs is asked how far it is. */
const ASK_AGAIN_MS = 250

export const reindex = defineCommand({
  name: 'reindex',
  summary: 'make the search index anew from the log',
  about: [
    'Makes the search index anew from the topics that feed it, and waits until it is done. The',
    'old index answers meanwhile, and an interrupted run leaves it as it was.',
    '',
    'Works on the data directory itself when no server has it, and through a running server',
    'with --url and the token of an administrator.',
  ].join('\n'),
  options: {
    'data-dir': dataDirOption,
    url: { type: 'string', value: 'URL', description: 'the running server that does it instead' },
    token: { type: 'string', value: 'TOKEN', description: "with --url: an administrator's token" },
    json: jsonOption,
  },
  examples: [
    { line: 'usher reindex', does: 'over ./data, while no server runs' },
    {
      line: 'usher reindex --url http://localhost:8080 --token eyJ…',
      does: 'in a running server, which goes on answering',
    },
  ],
  async run({ values, operands, terminal, env }) {
    refuseOperands(operands)
    const { url, token } = values
    if ((url === undefined) !== (token === undefined)) {
      throw new UsageError('--url and --token go together')
    }
    const done =
      url !== undefined && token !== undefined
        ? await followed(throughServer({ url, token }), terminal)
        : await overDataDir({ dataDir: values['data-dir'], env }, terminal)
    if (values.json) outJson(terminal, done)
    else tell(done, terminal)
    return done.status === 'DONE' ? exitCodes.ok : exitCodes.failed
  },
})

/** All services come with it, so it is loaded only when no server does the work. */
async function overDataDir(place: DataDir, terminal: Terminal): Promise<Reindexing> {
  const { workOnDataDir } = await import('../server/work-on-data-dir.ts')
  return workOnDataDir(place, 'let it do the work with --url and --token', ({ clients }) =>
    followed(throughClient(clients.search), terminal),
  )
}

/** A reindex as the interface shows it. */
interface Reindexing {
  readonly reindex_id: string
  readonly status: string
  readonly messages: number
  readonly events: number
  readonly reason: string | null
}

interface Reindexer {
  start(): Promise<Reindexing>
  ask(): Promise<Reindexing>
}

function throughServer(server: Server): Reindexer {
  const path = '/v1/search/reindex'
  return {
    start: () => askServer(server, 'POST', path),
    ask: () => askServer(server, 'GET', path),
  }
}

function throughClient(search: Client<typeof SearchService>): Reindexer {
  return {
    start: async () => worded((await search.startReindex({})).reindex),
    ask: async () => worded((await search.getReindex({})).reindex),
  }
}

function worded(
  message:
    | {
        readonly reindexId: string
        readonly status: string
        readonly messages: number
        readonly events: number
        readonly reason: string
      }
    | undefined,
): Reindexing {
  if (!message) throw new TypeError('a reindex that was begun is not known')
  const { reindexId, status, messages, events, reason } = message
  return { reindex_id: reindexId, status, messages, events, reason: reason || null }
}

/** The log has no length that is known before, so the count goes up without a bar. */
async function followed(reindexer: Reindexer, terminal: Terminal): Promise<Reindexing> {
  let seen = await reindexer.start()
  let told = 0
  while (seen.status === 'RUNNING') {
    await wait(ASK_AGAIN_MS)
    seen = await reindexer.ask()
    if (seen.messages >= told + TELL_MESSAGES) {
      told = seen.messages
      terminal.say(`Read ${seen.messages} messages, found ${seen.events} events`)
    }
  }
  return seen
}

const TELL_MESSAGES = 10_000

function tell({ status, messages, events, reason }: Reindexing, { out, colors }: Terminal): void {
  if (status === 'DONE') out(`The index has ${events} events, from ${messages} messages.`)
  else out(colors.red(`The index could not be made: ${reason ?? status}`))
}
