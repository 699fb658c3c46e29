import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts process time in hundredths of a second (sysconf _SC_CLK_TCK). */
const US_PER_TICK = 10_000

/**
 * User and system time of the process, its children, and those of them that have ended, in
 * microseconds. NaN where there is no /proc to read it from, as on macOS.
 */
export function processCpuUs(pid: number): number {
  const parents = processParents()
  if (parents.size === 0) return Number.NaN
  let sum = 0
  for (const member of parents.keys()) if (descends(member, pid, parents)) sum += ownCpuUs(member)
  return sum
}

/** Of the thread that a process began with; NaN where there is no /proc. */
export function mainThreadCpuUs(pid: number): number {
  const [user, system] = statFields(`${pid}/task/${pid}`).slice(11)
  return (Number(user) + Number(system)) * US_PER_TICK
}

function processParents(): ReadonlyMap<number, number> {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return new Map(pids.map((pid) => [Number(pid), Number(statFields(pid)[1])]))
  } catch {
    return new Map()
  }
}

function descends(member: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let pid: number | undefined = member; pid; pid = parents.get(pid)) {
    if (pid === root) return true
  }
  return false
}

function ownCpuUs(pid: number): number {
  const [user = '0', system = '0', endedUser = '0', endedSystem = '0'] = statFields(
    String(pid),
  ).slice(11)
  return (Number(user) + Number(system) + Number(endedUser) + Number(endedSystem)) * US_PER_TICK
}

/**
 * The fields behind the command name, which may hold blanks: state, parent, …; proc(5). None when
 * the process has ended.
 */
function statFields(of: string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${of}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
