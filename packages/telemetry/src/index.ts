export * from './logger.ts'
export * from './metrics.ts'
export * from './no-metrics.ts'
export * from './prometheus-metrics.ts'
