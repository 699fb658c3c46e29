export * from './run-jobs.ts'
export * from './spare-time.ts'
export * from './stop-signal.ts'
