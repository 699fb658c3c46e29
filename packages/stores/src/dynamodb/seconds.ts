/** Seconds since the epoch as the specification has them; the fraction keeps the milliseconds. */
export function secondsOf(ms: number): number {
  return ms / 1000
}

export function msOf(seconds: number): number {
  return Math.round(seconds * 1000)
}
