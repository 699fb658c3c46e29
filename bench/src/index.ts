export * from './run-bench.ts'
