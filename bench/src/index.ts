export * from './bench-table.ts'
export * from './run-bookings-bench.ts'
