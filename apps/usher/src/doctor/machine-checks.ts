import { createServer } from 'node:net'
import { freemem } from 'node:os'
import { type Environment, isDomainError, type SettingProblem } from '@usher/kernel'
import { allSettings, readEmbeddedConfig } from '../embedded/settings.ts'
import { nearest } from '../cli/nearest.ts'
import { type Check, fail, ok, warn } from './check.ts'

const MIB = 1024 * 1024
const MEMORY_WANTED = 512 * MIB

export function checkNode(): Check {
  return ok('Node', process.versions.node)
}

export function checkMemory(): Check {
  const free = freemem()
  const found = `${Math.floor(free / MIB).toLocaleString('en')} MiB free`
  if (free >= MEMORY_WANTED) return ok('memory', found)
  return warn(
    'memory',
    found,
    'a box office of a few events needs about 200 MiB; end something else',
  )
}

/** Every setting that cannot be read, and every variable of ours that is none of them. */
export function checkSettings(env: Environment): readonly Check[] {
  const problems = settingProblems(env).map(({ setting, problem, description }) =>
    fail(setting, `${problem} (${description})`, `set ${setting} to what it must be, or unset it`),
  )
  const names = allSettings.map(({ name }) => name)
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith('USHER_') && !names.includes(name))
    .map((name) => {
      const close = nearest(name, names)
      const mend = close ? `did you mean ${close}?` : 'unset it; --settings lists what there is'
      return warn(name, 'is no setting of Usher and has no effect', mend)
    })
  const all = [...problems, ...unknown]
  return all.length > 0 ? all : [ok('settings', 'all can be read')]
}

function settingProblems(env: Environment): readonly SettingProblem[] {
  try {
    readEmbeddedConfig(env)
    return []
  } catch (error) {
    if (!isDomainError(error, 'invalid_config')) throw error
    return error.facts['problems'] as readonly SettingProblem[]
  }
}

/** True port or not: whether it can be listened on now. */
export function checkPort({ host, port }: { host: string; port: number }): Promise<Check> {
  const name = 'port'
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const mend =
        error.code === 'EACCES'
          ? 'ports below 1024 need root or CAP_NET_BIND_SERVICE; choose another with --port'
          : 'end what listens there, or choose another with --port (0 for any)'
      const status = error.code === 'EADDRINUSE' ? warn : fail
      resolve(status(name, `${host}:${port}: ${error.message}`, mend))
    })
    server.listen({ host, port }, () => {
      server.close(() => resolve(ok(name, `${host}:${port} is free`)))
    })
  })
}
