import type { Ended, Variables } from '../command/usher-command.ts'

export interface Account {
  readonly role: string
  readonly email: string
  readonly password: string
}

export interface ListedEvent {
  readonly event_id: number
  readonly event_name: string
  readonly total_seats: number
}

/** Usher as its users meet it: an address, and somebody to log in as. */
export interface Platform {
  readonly url: string
  /** Its processes, each with `/metrics` of its own. */
  readonly metricsUrls: readonly string[]
  /** Empty unless it is a demo. */
  readonly accounts: readonly Account[]
  readonly events: readonly ListedEvent[]
  /** The line that it printed once it was ready. */
  readonly announced: string
  /** Ends it as an operator would. */
  stop(): Promise<Ended>
  /** Ends it as a power failure would. */
  kill(): Promise<Ended>
}

export interface PlatformOptions {
  readonly command?: 'demo' | 'serve'
  /** A temporary one that is removed at the end, when absent. */
  readonly dataDir?: string
  readonly env?: Variables
}

/** What a platform prints once it is ready. */
export interface Announcement {
  readonly url: string
  readonly accounts?: readonly Account[]
  readonly events?: readonly ListedEvent[]
}
