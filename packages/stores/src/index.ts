export * from './tables/memory-tables.ts'
export * from './tables/sqlite-tables.ts'
export * from './tables/table.ts'
export * from './tables/tables.ts'
