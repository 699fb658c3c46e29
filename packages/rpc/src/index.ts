export * from './client.ts'
export * from './local-client.ts'
