import { DomainError } from '@usher/kernel'

/** Waits for a server to listen. Fails with unavailable / cannot_listen, as gRPC servers do. */
export async function orCannotListen<Result>(
  listening: Promise<Result>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Result> {
  try {
    return await listening
  } catch (error) {
    if (error instanceof DomainError || !isSystemError(error)) throw error
    const message = `cannot listen on ${host}:${port}: ${error.message}`
    throw new DomainError('unavailable', 'cannot_listen', message, { host, port }, error)
  }
}

/** What the operating system refused; anything else is a bug of ours. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
