import { isDomainError } from '@usher/kernel'

// A name is at rest -> on its way (a commit) -> at rest (durable, or refused), or on its way for
// good once the disk has failed.

/**
 * What has been committed and is not durable yet. Tables show it already; whoever answers somebody
 * on the strength of it waits for it here first.
 */
export class OnTheirWay<Name> {
  readonly #commits = new Map<Name, Promise<void>>()

  /** Resolves when `durable` has, and has everybody else wait for it meanwhile. */
  async add(name: Name, durable: Promise<void>): Promise<void> {
    this.#commits.set(name, durable)
    try {
      await durable
    } catch (error) {
      // It stays on its way for good: what the tables still show of it will never be, and nobody
      // may be told.
      if (isDomainError(error, 'storage_failed')) throw error
      this.#arrived(name, durable)
      throw error
    }
    this.#arrived(name, durable)
  }

  /** Waits for the newest commit of this name. */
  async durable(name: Name): Promise<void> {
    await this.#commits.get(name)
  }

  #arrived(name: Name, durable: Promise<void>): void {
    if (this.#commits.get(name) === durable) this.#commits.delete(name)
  }
}
