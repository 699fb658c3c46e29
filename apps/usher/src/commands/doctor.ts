import { defineCommand } from '../cli/command.ts'
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
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
  ].join('\n'),
  options: {
    ...serverOptions,
    settings: {
      type: 'boolean',
      description: 'list every setting with its default and what it does',
    },
  },
  examples: [
    { line: 'usher doctor', does: 'examines this machine and ./data' },
    { line: 'usher doctor --settings', does: 'lists the environment variables that Usher reads' },
  ],
  async run({ values, operands, terminal, env }) {
    refuseOperands(operands)
    if (values.settings) return listSettings(values.json, terminal)
    const checks = [
      checkNode(),
      checkMemory(),
      ...checkSettings(env),
      await checkPort({ host: values.host, port: portOf(values.port) }),
      ...(await checkDataDir(values['data-dir'])),
    ]
    if (values.json) outJson(terminal, { checks })
    else for (const check of checks) tell(check, terminal)
    return checks.some(({ status }) => status === 'fail') ? exitCodes.failed : exitCodes.ok
  },
})

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
