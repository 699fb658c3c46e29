interface Asked<Value> {
  readonly key: string
  readonly resolve: (value: Value | undefined) => void
  readonly reject: (error: unknown) => void
}

/** What services answer at once. */
const MANY_MAX = 100

/**
 * A question about one thing as a question about many: what is asked for in one turn of the event
 * loop goes in one call. `ask` answers those that there are; when it fails, all who asked hear it.
 */
export function askedTogether<Value>(
  ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (key: string) => Promise<Value | undefined> {
  let waiting: Asked<Value>[] = []
  const askAll = () => {
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length; from += MANY_MAX) {
      void answer(all.slice(from, from + MANY_MAX), ask)
    }
  }
  return (key) => {
    const { promise, resolve, reject } = Promise.withResolvers<Value | undefined>()
    if (waiting.length === 0) setImmediate(askAll)
    waiting.push({ key, resolve, reject })
    return promise
  }
}

async function answer<Value>(
  asked: readonly Asked<Value>[],
  ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): Promise<void> {
  try {
    const found = await ask([...new Set(asked.map(({ key }) => key))])
    for (const { key, resolve } of asked) resolve(found.get(key))
  } catch (error) {
    for (const { reject } of asked) reject(error)
  }
}
