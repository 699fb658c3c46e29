import type { DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf'

/** What a caller may say of one call. */
export interface CallOptions {
  /**
   * Milliseconds on the clock's monotonic scale after which the answer is of no use. A call that
   * has not begun by then never does; one that has begun goes on to its end.
   */
  readonly deadlineMs?: number
}

/** A service as its callers see it, whatever carries the call. */
export type Client<Service extends DescService> = {
  readonly [Method in keyof Service['method']]: (
    request: MessageInitShape<Service['method'][Method]['input']>,
    options?: CallOptions,
  ) => Promise<MessageShape<Service['method'][Method]['output']>>
}

/**
 * A service as its author writes it: one function a method, answering with a message or the parts
 * of one.
 */
export type Handlers<Service extends DescService> = {
  readonly [Method in keyof Service['method']]: (
    request: MessageShape<Service['method'][Method]['input']>,
    options: CallOptions,
  ) => Promise<MessageInitShape<Service['method'][Method]['output']>>
}
