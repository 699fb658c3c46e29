/** The part of cli-progress that is used; it brings no types of its own. */
declare module 'cli-progress' {
  export interface BarOptions {
    readonly format: string
    readonly clearOnComplete: boolean
    readonly hideCursor: boolean
  }
  export class SingleBar {
    constructor(options: BarOptions, preset: object)
    start(total: number, value: number): void
    update(value: number): void
    stop(): void
  }
  export const Presets: { readonly shades_classic: object }
}
