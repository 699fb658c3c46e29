import type { Clock, Random } from '@usher/kernel'
import {
  activeKey,
  isRotationDue,
  type SigningKey,
  verifyingKeys,
} from '../../domain/signing-key.ts'
import type { KeyRing, KeySet } from '../../ports/key-ring.ts'
import type { SigningKeyStore } from '../../ports/signing-key-store.ts'
import { ed25519, type Ed25519, newPrivateKey } from './ed25519.ts'

export interface KeyRingPorts {
  readonly signingKeys: SigningKeyStore
  readonly clock: Clock
  readonly random: Random
}

export interface KeyRingConfig {
  readonly accessTokenTtlMs: number
  readonly keyLifeMs: number
}

/**
 * A token that names a key we do not know may come from a process that has just rotated: look, but
 * not for every one. Those that come meanwhile wait for what is found.
 */
const RELOAD_AFTER_MS = 1000

/**
 * Keeps the stored keys in memory.
 *
 * Modes: empty until the first `ready` or `sign`; then loaded, and loaded anew by `tend`, by a
 * rotation and, once a second at most, by a token of an unknown key. Whether a loaded key still
 * verifies is a matter of time, asked at each use.
 */
export class JoseKeyRing implements KeyRing {
  readonly #ports: KeyRingPorts
  readonly #config: KeyRingConfig
  readonly #pairs = new Map<string, Ed25519>()
  #keys: readonly SigningKey[] = []
  #loadedMs = Number.NEGATIVE_INFINITY
  /** Under way, the one that began last. */
  #looking: Promise<void> | undefined
  #looks = 0
  #newestLook = 0

  constructor(ports: KeyRingPorts, config: KeyRingConfig) {
    this.#ports = ports
    this.#config = config
  }

  async ready(): Promise<void> {
    if (this.#keys.length > 0) return
    await this.#load()
    if (this.#keys.length === 0) await this.#addNext()
  }

  /** The pair to sign with. */
  async signer(): Promise<Ed25519> {
    await this.ready()
    return this.#pairOf(activeKey(this.#keys) as SigningKey)
  }

  /**
   * The pair that verifies tokens of this key id now; undefined for a key that is unknown or has
   * had its time.
   */
  async verifier(keyId: string): Promise<Ed25519 | undefined> {
    if (!this.#keys.some((key) => key.keyId === keyId)) {
      await (this.#looking ?? (this.#mayReload() ? this.#load() : undefined))
    }
    const key = this.#verifying().find((key) => key.keyId === keyId)
    return key && this.#pairOf(key)
  }

  async keySet(): Promise<KeySet> {
    await this.ready()
    return { keys: this.#verifying().map((key) => ({ ...this.#pairOf(key).publicJwk })) }
  }

  async rotate(): Promise<string> {
    await this.#load()
    return this.#addNext()
  }

  async tend(): Promise<{ readonly rotatedTo: string | undefined }> {
    await this.#load()
    const nowMs = this.#ports.clock.nowMs()
    const isDue = isRotationDue(this.#keys, { nowMs, keyLifeMs: this.#config.keyLifeMs })
    const rotatedTo = isDue ? await this.#addNext() : undefined
    await this.#removeDead()
    return { rotatedTo }
  }

  /**
   * Answers the id of the next generation's key: of another process's, should it have been first.
   * It serves as well.
   */
  async #addNext(): Promise<string> {
    const { signingKeys, clock, random } = this.#ports
    const privateKey = newPrivateKey(random)
    const { keyId } = await ed25519(privateKey)
    const generation = (activeKey(this.#keys)?.generation ?? 0) + 1
    await signingKeys.add({ generation, keyId, privateKey, createdAtMs: clock.nowMs() })
    await this.#load()
    return (await this.signer()).keyId
  }

  async #load(): Promise<void> {
    this.#loadedMs = this.#ports.clock.monotonicMs()
    const looking = this.#look()
    this.#looking = looking
    try {
      await looking
    } finally {
      if (this.#looking === looking) this.#looking = undefined
    }
  }

  /** What a look that began later has seen stays. */
  async #look(): Promise<void> {
    const look = ++this.#looks
    const keys = await this.#ports.signingKeys.all()
    for (const { keyId, privateKey } of keys) {
      if (!this.#pairs.has(keyId)) this.#pairs.set(keyId, await ed25519(privateKey))
    }
    if (look < this.#newestLook) return
    this.#newestLook = look
    this.#keys = keys
  }

  async #removeDead(): Promise<void> {
    const verifying = this.#verifying()
    for (const dead of this.#keys.filter((key) => !verifying.includes(key))) {
      await this.#ports.signingKeys.remove(dead.generation)
      this.#keys = this.#keys.filter((key) => key.generation !== dead.generation)
      this.#pairs.delete(dead.keyId)
    }
  }

  #verifying(): readonly SigningKey[] {
    const { accessTokenTtlMs: tokenTtlMs } = this.#config
    return verifyingKeys(this.#keys, { nowMs: this.#ports.clock.nowMs(), tokenTtlMs })
  }

  #mayReload(): boolean {
    return this.#ports.clock.monotonicMs() - this.#loadedMs >= RELOAD_AFTER_MS
  }

  #pairOf(key: SigningKey): Ed25519 {
    const pair = this.#pairs.get(key.keyId)
    if (!pair) throw new Error(`signing key ${key.keyId} was not loaded`)
    return pair
  }
}
