import {
  type Environment,
  isDomainError,
  readTogether,
  type SettingProblem,
  systemClock,
} from '@usher/kernel'
import { readProcessConfig } from '@usher/process/service/process-settings'
import { tlsFiles } from '@usher/process/service/tls-files'
import { nearest } from '../cli/nearest.ts'
import { type Check, fail, ok, warn } from './check.ts'
import { allVariables, processParts, type ServiceName, serviceParts } from './service-settings.ts'

/**
 * Everything that keeps this service from starting with this environment, at once. Values are never
 * told: some are secrets.
 */
export function checkService(service: ServiceName, env: Environment): readonly Check[] {
  const problems = settingProblems(service, env).map(({ setting, problem, description }) =>
    fail(setting, `${problem} (${description})`, `set ${setting} to what it must be, or unset it`),
  )
  const checks = [...problems, ...unknownVariables(env), ...certificates(env)]
  return checks.length > 0 ? checks : [ok('settings', `${service} can start with all of them`)]
}

function settingProblems(service: ServiceName, env: Environment): readonly SettingProblem[] {
  const parts = [...processParts, ...serviceParts[service]]
  const readers = Object.fromEntries(parts.map(({ read }, index) => [String(index), read]))
  try {
    readTogether(env, readers)
    return []
  } catch (error) {
    if (!isDomainError(error, 'invalid_config')) throw error
    return error.facts['problems'] as readonly SettingProblem[]
  }
}

/** A variable of another service is none of ours to judge: many share one environment. */
function unknownVariables(env: Environment): readonly Check[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('USHER_') && !allVariables.has(name))
    .map((name) => {
      const close = nearest(name, [...allVariables])
      const mend = close ? `did you mean ${close}?` : 'unset it'
      return warn(name, 'is no setting of any service and has no effect', mend)
    })
}

function certificates(env: Environment): readonly Check[] {
  try {
    tlsFiles(readProcessConfig(env), systemClock.nowMs())
    return []
  } catch (error) {
    // Told as a setting already.
    if (isDomainError(error, 'invalid_config')) return []
    if (!isDomainError(error, 'invalid_tls')) throw error
    return [fail('certificates', error.message, 'see USHER_TLS_CA, USHER_TLS_CERT, USHER_TLS_KEY')]
  }
}
