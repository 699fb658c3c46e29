export * from './api-gateway.ts'
export * from './config.ts'
export type * from './ports/idempotency-store.ts'
export type { SandboxControls, ServiceClients } from './routes/gateway-context.ts'
