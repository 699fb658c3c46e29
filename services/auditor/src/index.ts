export * from './auditor.ts'
export * from './config.ts'
export type * from './ports/audit-state.ts'
export type * from './ports/sale-records.ts'
