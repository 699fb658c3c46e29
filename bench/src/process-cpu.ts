import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts process time in hundredths of a second (sysconf _SC_CLK_TCK). */
const US_PER_TICK = 10_000

/**
 * User and system time of the process and its children, in microseconds; 0 for one that has ended.
 */
export function processCpuUs(pid: number): number {
  return processTree(pid).reduce((sum, member) => sum + ownCpuUs(member), 0)
}

function ownCpuUs(pid: number): number {
  const fields = statFields(pid)
  return fields ? (Number(fields[11]) + Number(fields[12])) * US_PER_TICK : 0
}

function processTree(root: number): number[] {
  const tree = [root]
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  for (const pid of all) {
    const parent = Number(statFields(pid)?.[1])
    if (pid !== root && tree.includes(parent)) tree.push(pid)
  }
  return tree
}

/** The fields behind the command name, which may hold blanks: state, parent, …; proc(5). */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
