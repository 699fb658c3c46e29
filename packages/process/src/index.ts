export * from './run-jobs.ts'
export * from './stop-signal.ts'
