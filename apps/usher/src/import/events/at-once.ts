/** Works through the items, so many at a time; fails with the first failure, and begins no more. */
export async function atOnce<Item>(
  items: readonly Item[],
  inFlightMax: number,
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
  const workers = Array.from({ length: Math.min(inFlightMax, items.length) }, worker)
  await Promise.all(workers)
}
