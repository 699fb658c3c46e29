import { credentials, makeClientConstructor } from '@grpc/grpc-js'
import { service as healthService } from 'grpc-health-check'

type Ask = (
  request: { readonly service: string },
  done: (error: unknown, answer: { readonly status: string }) => void,
) => void

/** What gRPC health checking says of a service; of the whole server without one. */
export async function askHealth(address: string, service = ''): Promise<string> {
  const Health = makeClientConstructor(healthService, 'Health')
  const health = new Health(address, credentials.createInsecure())
  try {
    return await new Promise((resolve, reject) => {
      const check = health['check'] as Ask
      check.call(health, { service }, (error, answer) =>
        error ? reject(error as Error) : resolve(answer.status),
      )
    })
  } finally {
    health.close()
  }
}
