/** What one look at the machine found. */
export interface Check {
  readonly name: string
  /** `warn`: it runs, but not as well or as safely as it could. `fail`: it does not run. */
  readonly status: 'ok' | 'warn' | 'fail'
  readonly found: string
  /** How to mend it; empty when there is nothing to mend. */
  readonly mend: string
}

export function ok(name: string, found: string): Check {
  return { name, status: 'ok', found, mend: '' }
}

export function warn(name: string, found: string, mend: string): Check {
  return { name, status: 'warn', found, mend }
}

export function fail(name: string, found: string, mend: string): Check {
  return { name, status: 'fail', found, mend }
}
