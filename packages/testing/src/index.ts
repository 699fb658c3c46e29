export * from './manual-clock.ts'
export * from './real-server.ts'
export * from './seeded-random.ts'
export * from './temporary-tables.ts'
