/**
 * Bytes that can be given to another thread: the whole of a buffer is, a part is copied. Small
 * Buffers are parts of a pool that Node does not give away, and their `slice` would not copy. No
 * bytes at all are copied, too: where a message has none, Protobuf hands out one array again and
 * again.
 */
export function ownBytes(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = content
  const whole = byteLength > 0 && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
  return whole ? new Uint8Array(buffer) : new Uint8Array(content)
}
