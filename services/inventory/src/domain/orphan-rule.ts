import type { SeatView } from './seat-view.ts'

/** What an organizer allows: see `orphansLeft`. */
export type OrphanRule = 'strict' | 'lenient' | 'off'

export const orphanRules = ['strict', 'lenient', 'off'] as const
