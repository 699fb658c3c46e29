const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The moment, `days` after `nowMs`, when clocks in `timeZone` show `hour` o'clock. */
export function localTimeMs(
  nowMs: number,
  { days, hour, timeZone }: { days: number; hour: number; timeZone: string },
): number {
  const dayMs = Math.floor(nowMs / DAY_MS) * DAY_MS + days * DAY_MS
  const asIfUtcMs = dayMs + hour * HOUR_MS
  return asIfUtcMs - offsetMs(asIfUtcMs, timeZone)
}

/** How far the clocks of `timeZone` are ahead of UTC. */
function offsetMs(timeMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(timeMs).find(({ type }) => type === 'timeZoneName')?.value
  const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name ?? '') ?? []
  const size = Number(hours) * HOUR_MS + Number(minutes) * 60_000
  return sign === '-' ? -size : size
}
