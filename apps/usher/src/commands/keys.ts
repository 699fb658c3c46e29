import { tablesUserStore } from '@usher/auth/adapters/tables/user-store'
import { DomainError, isDomainError, systemRandom } from '@usher/kernel'
import { UsageError } from '../cli/arguments.ts'
import { dataDirOption, defineCommand, jsonOption } from '../cli/command.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { nearest } from '../cli/nearest.ts'
import { outJson } from '../cli/terminal.ts'
import type { Embedded } from '../embedded/compose-embedded.ts'
import { composeQuietly } from '../embedded/compose-quietly.ts'
import { readEmbeddedConfig } from '../embedded/settings.ts'
import { openTables } from '../server/run-server.ts'

const PASSWORD_BYTES = 18

export const keys = defineCommand({
  name: 'keys',
  operands: 'list | rotate | api-key | admin',
  summary: 'list and rotate signing keys, make API keys and administrators',
  about: [
    'Works on the data directory itself, while no server has it.',
    '',
    '  list      the public keys that verify access tokens',
    '  rotate    signs with a new key from now on; older tokens stay valid until they expire',
    "  api-key   a key for an organizer's own programs; shown once, only its hash is kept",
    '  admin     a new administrator; its password is made up and shown once',
  ].join('\n'),
  options: {
    'data-dir': dataDirOption,
    email: { type: 'string', value: 'EMAIL', description: 'api-key, admin: whose' },
    name: { type: 'string', value: 'NAME', description: 'admin: what they are called' },
    label: {
      type: 'string',
      value: 'TEXT',
      default: 'made by usher keys',
      description: 'api-key: what it is for',
    },
    json: jsonOption,
  },
  examples: [
    {
      line: 'usher keys admin --email ann@example.org --name Ann',
      does: 'the first account of a new installation',
    },
    {
      line: 'usher keys api-key --email ann@example.org --label "box office"',
      does: 'prints the key once',
    },
    { line: 'usher keys rotate', does: 'after a key may have been seen by somebody' },
  ],
  async run({ values, operands, terminal, env }) {
    const work = workOf(operands)
    const config = readEmbeddedConfig(env)
    const dataDir = values['data-dir']
    const tables = await openTables(dataDir)
    let embedded: Embedded | undefined
    try {
      embedded = await composeQuietly({ tables, dataDir, config })
      const userId = async (email: string) => {
        const key = email.trim().normalize('NFKC').toLowerCase()
        const user = await tablesUserStore(tables).byEmail(key as never)
        if (user) return user.userId
        throw new DomainError('not_found', 'user_not_found', `nobody has the address ${email}`, {})
      }
      const result = await work({ embedded, values, userId })
      if (values.json) outJson(terminal, result)
      else
        for (const [what, value] of Object.entries(result)) terminal.out(`${what}: ${plain(value)}`)
      return exitCodes.ok
    } finally {
      await embedded?.stop()
      await tables.close()
    }
  },
})

interface Work {
  readonly embedded: Embedded
  readonly values: {
    readonly email: string | undefined
    readonly name: string | undefined
    readonly label: string
  }
  readonly userId: (email: string) => Promise<string>
}

type Result = Readonly<Record<string, unknown>>

const works: Readonly<Record<string, (work: Work) => Promise<Result>>> = {
  list: listKeys,
  rotate: rotateKeys,
  'api-key': createApiKey,
  admin: createAdmin,
}

function workOf([name = 'list', ...rest]: readonly string[]): (work: Work) => Promise<Result> {
  const work = Object.hasOwn(works, name) && rest.length === 0 ? works[name] : undefined
  if (work) return work
  const close = nearest(name, Object.keys(works))
  throw new UsageError(
    `"usher keys" does ${Object.keys(works).join(', ')}${close ? `; did you mean ${close}?` : ''}`,
  )
}

async function listKeys({ embedded }: Work): Promise<Result> {
  const { jwksJson } = await embedded.clients.auth.getKeySet({})
  return JSON.parse(jwksJson) as Result
}

async function rotateKeys({ embedded }: Work): Promise<Result> {
  const { keyId } = await embedded.clients.auth.rotateKeys({})
  return { key_id: keyId }
}

async function createApiKey({ embedded, values, userId }: Work): Promise<Result> {
  const email = given('email', values.email)
  const { apiKey, secret } = await embedded.clients.auth.createApiKey({
    userId: await userId(email),
    label: values.label,
  })
  return { api_key_id: apiKey?.apiKeyId, label: apiKey?.label, secret }
}

async function createAdmin({ embedded, values, userId }: Work): Promise<Result> {
  const email = given('email', values.email)
  const password = Buffer.from(systemRandom.bytes(PASSWORD_BYTES)).toString('base64url')
  const roles = ['buyer', 'organizer', 'admin'] as const
  try {
    const user = await embedded.auth.createUserWithRoles({
      email,
      password,
      name: values.name ?? email,
      roles,
    })
    return { user_id: user.userId, email, password }
  } catch (error) {
    if (!isDomainError(error, 'email_taken')) throw error
    const owner = await userId(email)
    const message = `${email} has an account already (${owner}); choose another address`
    throw new DomainError('conflict', 'email_taken', message, {}, error)
  }
}

function given(option: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value
  throw new UsageError(`--${option} is needed`)
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
