import type { Environment } from '@usher/kernel'
import { UsageError } from '../cli/arguments.ts'
import { defineCommand } from '../cli/command.ts'
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { nearest } from '../cli/nearest.ts'
import type { Check } from '../doctor/check.ts'
import { checkDataDir } from '../doctor/data-dir-checks.ts'
import { checkMemory, checkNode, checkPort, checkSettings } from '../doctor/machine-checks.ts'
import { allSettings } from '../embedded/settings.ts'
import { refuseOperands } from './operands.ts'
import { portOf, serverOptions } from './server-options.ts'

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'say what is wrong with this machine or configuration, and how to mend it',
  about: [
    'Looks at the Node version, every setting in the environment, the port, the data',
    'directory, its permissions, the disk under it and the database in it. Changes nothing.',
    'Ends with 1 when something has to be mended before Usher can run.',
    'With --service: looks at the environment of one service that is to run as a process,',
    'and for an import into its tables that has broken off.',
  ].join('\n'),
  options: {
    ...serverOptions,
    settings: {
      type: 'boolean',
      description: 'list every setting with its default and what it does',
    },
    service: {
      type: 'string',
      value: 'NAME',
      description: 'check the environment for this service as a process of its own',
    },
  },
  examples: [
    { line: 'usher doctor', does: 'examines this machine and ./data' },
    { line: 'usher doctor --settings', does: 'lists the environment variables that Usher reads' },
    { line: 'usher doctor --service booking', does: 'checks what the booking service would read' },
  ],
  async run({ values, operands, terminal, env }) {
    refuseOperands(operands)
    if (values.settings) return listSettings(values.json, terminal)
    if (values.service !== undefined) {
      const checks = [checkNode(), ...(await checksOf(values.service, env))]
      return tellAll(checks, values.json, terminal)
    }
    const checks = [
      checkNode(),
      checkMemory(),
      ...checkSettings(env),
      await checkPort({ host: values.host, port: portOf(values.port) }),
      ...(await checkDataDir(values['data-dir'])),
    ]
    return tellAll(checks, values.json, terminal)
  },
})

/** Loads every service's settings, which the other uses of the command need not wait for. */
async function checksOf(name: string, env: Environment): Promise<readonly Check[]> {
  const { serviceNames } = await import('../doctor/service-settings.ts')
  const service = serviceNames.find((each) => each === name)
  if (service) {
    const { checkService } = await import('../doctor/service-checks.ts')
    const { checkImport } = await import('../doctor/import-check.ts')
    return [...checkService(service, env), ...(await checkImport(service, env))]
  }
  const close = nearest(name, serviceNames)
  const hint = close ? `did you mean ${close}?` : `there are ${serviceNames.join(', ')}`
  throw new UsageError(`there is no service ${name}; ${hint}`)
}

function tellAll(checks: readonly Check[], json: boolean, terminal: Terminal): ExitCode {
  if (json) outJson(terminal, { checks })
  else for (const check of checks) tell(check, terminal)
  return checks.some(({ status }) => status === 'fail') ? exitCodes.failed : exitCodes.ok
}

function tell({ name, status, found, mend }: Check, { out, colors }: Terminal): void {
  const marks = { ok: colors.green('ok  '), warn: colors.yellow('warn'), fail: colors.red('FAIL') }
  out(`${marks[status]}  ${name.padEnd(16)} ${found}`)
  if (mend !== '') out(`      ${''.padEnd(16)} ${colors.dim('→')} ${mend}`)
}

function listSettings(json: boolean, terminal: Terminal): ExitCode {
  const settings = allSettings.map(({ name, default: preset, description }) => {
    return { name, default: preset, description }
  })
  if (json) outJson(terminal, { settings })
  else for (const setting of settings) tellSetting(setting, terminal)
  return exitCodes.ok
}

function tellSetting(
  { name, default: preset, description }: { name: string; default: unknown; description: string },
  { out, colors }: Terminal,
): void {
  const shown = String(preset) === '' ? '' : ` (${JSON.stringify(preset)})`
  out(`${colors.bold(name)}${shown}\n    ${description}`)
}
