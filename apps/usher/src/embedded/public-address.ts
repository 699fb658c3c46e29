/** Where buyers reach this process: as configured, else where it listens. */
export class PublicAddress {
  #url: string
  readonly #configured: boolean

  constructor(configured: string) {
    this.#configured = configured !== ''
    this.#url = configured || 'http://localhost'
  }

  get url(): string {
    return this.#url
  }

  learn(url: string): void {
    if (!this.#configured) this.#url = url
  }
}
