import type { Stage } from '../stage/stage.ts'

export interface ScenarioOptions {
  /** How long each load lasts. */
  readonly seconds: number
  /** Whether Usher is measured beside what one would write instead. */
  readonly baselines: boolean
}

/** What a benchmark found, for machines and for people. */
export interface Outcome {
  readonly document: object
  readonly table: string
  /** Nothing was sold twice, nothing was lost, and the figures are of a whole run. */
  readonly sound: boolean
}

export type Scenario = (stage: Stage, options: ScenarioOptions) => Promise<Outcome>
