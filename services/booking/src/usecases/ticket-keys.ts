import type { Clock } from '@usher/kernel'
import type { TicketKeyStore, TicketSigningKey } from '../ports/ticket-key-store.ts'
import type { TicketSignatures } from '../ports/ticket-signatures.ts'

// Keys are unknown -> loading -> known -> (after a while, or when one is asked for that is not
// among them) loading -> known. The first need of a key makes one.

/** A key that another process has revoked is refused here so much later at most. */
const FRESH_MS = 5_000
/** Unknown keys, which anybody can make up, have the store asked no more often than this. */
const UNKNOWN_MS = 1_000

export interface TicketKeysPorts {
  readonly ticketKeys: TicketKeyStore
  readonly signatures: TicketSignatures
  readonly clock: Clock
}

interface Loaded {
  readonly atMs: number
  readonly keys: Promise<readonly TicketSigningKey[]>
}

/** The keys of tickets, as known a moment ago. */
export class TicketKeys {
  readonly #ports: TicketKeysPorts
  #loaded: Loaded | undefined

  constructor(ports: TicketKeysPorts) {
    this.#ports = ports
  }

  /** All keys; makes the first when there is none. */
  async all(): Promise<readonly TicketSigningKey[]> {
    const keys = await this.#known(FRESH_MS)
    if (keys.some(isActive)) return keys
    await this.#ports.ticketKeys.addFirst(this.#newKey())
    return this.#load()
  }

  /** The key that signs now. */
  async active(): Promise<TicketSigningKey> {
    const key = (await this.all()).find(isActive)
    if (key) return key
    throw new TypeError('the store took a key and does not show it')
  }

  async find(keyId: string): Promise<TicketSigningKey | undefined> {
    const known = findIn(await this.#known(FRESH_MS), keyId)
    return known ?? findIn(await this.#known(UNKNOWN_MS), keyId)
  }

  /** Signs with a new key from here on. */
  async rotate(revokeOthers: boolean): Promise<TicketSigningKey> {
    await this.#ports.ticketKeys.rotate(this.#newKey(), { revokeOthers })
    await this.#load()
    return this.active()
  }

  #newKey() {
    const { signatures, clock } = this.#ports
    return { ...signatures.newKey(), createdAtMs: clock.nowMs() }
  }

  #known(maxAgeMs: number): Promise<readonly TicketSigningKey[]> {
    const loaded = this.#loaded
    const old = !loaded || this.#ports.clock.monotonicMs() - loaded.atMs > maxAgeMs
    return old ? this.#load() : loaded.keys
  }

  #load(): Promise<readonly TicketSigningKey[]> {
    const keys = this.#ports.ticketKeys.all()
    const loaded = { atMs: this.#ports.clock.monotonicMs(), keys }
    this.#loaded = loaded
    // A failure is not kept: whoever asks next asks the store.
    keys.catch(() => {
      if (this.#loaded === loaded) this.#loaded = undefined
    })
    return keys
  }
}

function isActive({ status }: TicketSigningKey): boolean {
  return status === 'active'
}

function findIn(keys: readonly TicketSigningKey[], keyId: string): TicketSigningKey | undefined {
  return keys.find((key) => key.keyId === keyId)
}
