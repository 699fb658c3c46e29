import { seatMapLimits } from '../seat-map.ts'

/** The name, or its first copy (`Floor.2`) that is not taken. */
export function freeName(wanted: string, taken: { has(name: string): boolean }): string {
  let name = wanted.slice(0, seatMapLimits.nameChars)
  for (let copy = 2; taken.has(name); copy++) name = `${wanted.slice(0, 58)}.${copy}`
  return name
}
