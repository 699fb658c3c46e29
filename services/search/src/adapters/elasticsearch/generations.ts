import { type Client, errors } from '@elastic/elasticsearch'
import { type Clock, newId, type Random } from '@usher/kernel'
import type { IndexState } from '../../ports/search-index.ts'
import { indexDefinition } from './index-definition.ts'
import { indexBuilding, isMissing } from './index-errors.ts'

export interface GenerationsNeeds {
  readonly client: Client
  readonly clock: Clock
  readonly random: Random
  /** The alias that answers. */
  readonly alias: string
  /** A generation of another process that shows no life for so long was left behind. */
  readonly stalledMs: number
}

/** The sign of life of who makes a generation is renewed so often, at most. */
const BEAT_EVERY_MS = 5000

/** Where Elasticsearch lets a mapping carry what it does not look at. */
const META = '_meta'

interface NextGeneration {
  readonly index: string
  readonly beat: number
}

// An index is behind the alias `<alias>-next` while it is made, and behind `<alias>` once it is
// whole: one change of aliases swaps it in, out of the other, and removes the one before. A process
// that dies in between leaves one that stops beating; whoever sees that for `stalledMs` may begin
// anew. The alias has a write index, and Elasticsearch takes no second: of two that begin at once
// one is refused, and it is never open where a document belongs.

/** The generations of an index that several processes share. */
export class Generations {
  readonly #needs: GenerationsNeeds
  #mine: string | undefined
  #beat = 0
  #beatenAtMs = Number.NEGATIVE_INFINITY
  #watched: NextGeneration & { readonly sinceMs: number } = { index: '', beat: 0, sinceMs: 0 }

  constructor(needs: GenerationsNeeds) {
    this.#needs = needs
  }

  get answering(): string {
    return this.#needs.alias
  }

  get beingMade(): string {
    return `${this.#needs.alias}-next`
  }

  async state(): Promise<IndexState> {
    const [current] = await this.#behind(this.answering)
    const next = await this.#next()
    const leftBehind = next !== undefined && this.#isLeftBehind(next)
    if (current) return leftBehind ? 'interrupted' : 'ready'
    return 'missing'
  }

  /** Throws unavailable / index_building while another process is at it. */
  async begin(): Promise<void> {
    const { client } = this.#needs
    const next = await this.#next()
    if (next && next.index !== this.#mine && !this.#isLeftBehind(next)) throw indexBuilding()
    if (next) await client.indices.delete({ index: next.index, ignore_unavailable: true })
    // Ours until it is finished: an answer may get lost or be late, and nobody else would take the
    // index up for long.
    this.#mine ??= `${this.answering}-${newId(this.#needs, 'operation').replace(/\W|_/g, '-')}`
    await this.#create(this.#mine)
    this.#beatenAtMs = this.#needs.clock.monotonicMs()
  }

  /** Says that the one being made is not left behind. */
  async beat(): Promise<void> {
    const { client, clock } = this.#needs
    if (!this.#mine || clock.monotonicMs() - this.#beatenAtMs < BEAT_EVERY_MS) return
    this.#beatenAtMs = clock.monotonicMs()
    this.#beat++
    await client.indices.putMapping({ index: this.#mine, [META]: { beat: this.#beat } })
  }

  /** Fails when another process has taken over: then the swap finds the alias elsewhere. */
  async finish(): Promise<void> {
    const { client } = this.#needs
    const index = this.#mine
    if (!index) throw indexBuilding('no generation was begun')
    await client.indices.refresh({ index })
    const before = await this.#behind(this.answering)
    this.#mine = undefined
    await client.indices.updateAliases({
      actions: [
        { remove: { index, alias: this.beingMade, must_exist: true } },
        { add: { index, alias: this.answering } },
        ...before.map((old) => ({ remove_index: { index: old } })),
      ],
    })
  }

  async #create(index: string): Promise<void> {
    const aliases = { [this.beingMade]: { is_write_index: true } }
    try {
      await this.#needs.client.indices.create({ index, ...indexDefinition, aliases })
    } catch (error) {
      const refused = error instanceof errors.ResponseError
      if (refused && (await this.#next())) throw indexBuilding(error)
      throw error
    }
  }

  /** Remembers since when another process's generation has shown no life. */
  #isLeftBehind(next: NextGeneration): boolean {
    if (next.index === this.#mine) return false
    const nowMs = this.#needs.clock.monotonicMs()
    const { index, beat } = this.#watched
    if (index !== next.index || beat !== next.beat) this.#watched = { ...next, sinceMs: nowMs }
    return nowMs - this.#watched.sinceMs >= this.#needs.stalledMs
  }

  async #next(): Promise<NextGeneration | undefined> {
    const [index] = await this.#behind(this.beingMade)
    if (!index) return undefined
    const found = await ifThere(() => this.#needs.client.indices.getMapping({ index }))
    if (!found) return undefined
    const { [META]: meta } = found[index]?.mappings ?? {}
    return { index, beat: Number(meta?.['beat'] ?? 0) }
  }

  async #behind(alias: string): Promise<readonly string[]> {
    const found = await ifThere(() => this.#needs.client.indices.getAlias({ name: alias }))
    return Object.keys(found ?? {}).sort()
  }
}

async function ifThere<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof errors.ResponseError && isMissing(error)) return undefined
    throw error
  }
}
