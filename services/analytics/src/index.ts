export * from './analytics.ts'
export * from './config.ts'
export type * from './ports/sales-figures.ts'
