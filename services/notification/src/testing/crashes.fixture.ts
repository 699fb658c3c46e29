import type { Mailer } from '../ports/mailer.ts'
import type { NotificationStore } from '../ports/notification-store.ts'

/**
 * A process that dies at one step and does nothing afterwards. Every call of a store or mailer has
 * two steps: before it has its effect, and after, before anybody is told.
 */
export class CrashingProcess {
  readonly #dieAt: number
  #step = 0

  constructor(dieAt: number) {
    this.#dieAt = dieAt
  }

  get died(): boolean {
    return this.#step > this.#dieAt
  }

  store(inner: NotificationStore): NotificationStore {
    return {
      get: (notificationId) => this.#call(() => inner.get(notificationId)),
      add: (notification) => this.#call(() => inner.add(notification)),
      save: (notification) => this.#call(() => inner.save(notification)),
      due: (nowMs, limit) => this.#call(() => inner.due(nowMs, limit)),
      ofSubject: (subjectId) => this.#call(() => inner.ofSubject(subjectId)),
      backlog: () => this.#call(() => inner.backlog()),
      prune: (options) => this.#call(() => inner.prune(options)),
    }
  }

  mailer(inner: Mailer): Mailer {
    return {
      fromAddress: inner.fromAddress,
      send: (mail) => this.#call(() => inner.send(mail)),
      close: () => inner.close(),
    }
  }

  async #call<Result>(effect: () => Promise<Result>): Promise<Result> {
    this.#pass()
    const result = await effect()
    this.#pass()
    return result
  }

  #pass(): void {
    if (this.#step++ >= this.#dieAt) throw new Error('the process is dead')
  }
}
