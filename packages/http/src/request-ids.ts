/** Ids that are short, unique within the process and cheap: a prefix drawn at start and a count. */
export function requestIds(prefix: string): () => string {
  let count = 0
  return () => `req_${prefix}${(count++).toString(36)}`
}
