import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Setting } from '@usher/kernel'
import { processParts, type SettingsPart, serviceNames, serviceParts } from './service-settings.ts'

/** The part of docs/configuration.md that is made from the settings themselves. */
export function serviceDocumentation(): string {
  const services = serviceNames.flatMap((name) => sectionOf(name, serviceParts[name]))
  return [...sectionOf('Every service', processParts), ...services].join('\n')
}

function sectionOf(title: string, parts: readonly SettingsPart[]): readonly string[] {
  const rows = parts.flatMap(({ spec }) =>
    Object.entries(spec).map(([key, setting]) => rowOf(key, setting)),
  )
  return [`## ${title}`, '', '| variable | default | meaning |', '|---|---|---|', ...rows, '']
}

function rowOf(key: string, { name, default: preset, description }: Setting<unknown>): string {
  const shown = key.endsWith('Ms') ? durationText(Number(preset)) : plainText(preset)
  return `| \`${name}\` | ${shown && `\`${shown}\``} | ${description.replaceAll('|', '\\|')} |`
}

/** As it has to be written in the environment. */
function plainText(preset: unknown): string {
  if (typeof preset === 'boolean') return preset ? 'yes' : 'no'
  return String(preset)
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const

function durationText(ms: number): string {
  const [unit, size] = units.find(([, each]) => ms > 0 && ms % each === 0) ?? ['ms', 1]
  return `${ms / size}${unit}`
}

// `node service-documentation.ts` writes it into docs/configuration.md.
if (import.meta.main) {
  const path = join(import.meta.dirname, '../../../../docs/configuration.md')
  const [before] = readFileSync(path, 'utf8').split('<!-- settings -->\n')
  writeFileSync(path, `${before}<!-- settings -->\n${serviceDocumentation()}`)
}
