import { Kept } from '@usher/kernel'

/** The glyphs of a font that a document uses, in the order in which it first did. */
export interface FontSubset {
  readonly glyphs: readonly number[]
  /** A font file with these glyphs alone. */
  encode: () => Uint8Array
}

/** Ten to thirty kilobytes each. */
const FILES_MAX = 100

/** Subsets whose file is made once for the same glyphs; at most `filesMax` are kept. */
export function keptSubsets(create: () => FontSubset, filesMax = FILES_MAX): () => FontSubset {
  const files = new Kept<Uint8Array>(filesMax)
  return () => {
    const subset = create()
    const encode = subset.encode.bind(subset)
    subset.encode = () => files.of(subset.glyphs.join(), encode)
    return subset
  }
}
