/** Calls in flight at a time: enough that commits share a sync, few enough for a small server. */
const CALLS_IN_FLIGHT_MAX = 32

/** Works through the items, several at a time; fails with the first failure, and begins no more. */
export async function atOnce<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0
  let failed = false
  const worker = async () => {
    while (next < items.length && !failed) {
      const item = items[next++] as Item
      try {
        await work(item)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const workers = Array.from({ length: Math.min(CALLS_IN_FLIGHT_MAX, items.length) }, worker)
  await Promise.all(workers)
}
