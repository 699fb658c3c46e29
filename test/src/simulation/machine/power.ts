/**
 * Whether a process still runs. Cut once, for good: then nothing it does reaches anything, and
 * nothing reaches it.
 */
export class Power {
  #on = true

  get on(): boolean {
    return this.#on
  }

  cut(): void {
    this.#on = false
  }
}

/** What a process that is gone waits for. */
export function never<Value>(): Promise<Value> {
  return new Promise<Value>(() => undefined)
}
