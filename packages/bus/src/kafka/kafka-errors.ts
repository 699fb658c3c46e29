import { AuthenticationError, findErrorBy, type GenericError } from '@platformatic/kafka'
import { DomainError } from '@usher/kernel'

/** What the broker says of a topic or a partition that it does not have. */
const missing = ['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_ID'] as const
const refused = [
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
] as const

/** Runs `work`; every error of the client's becomes a DomainError unavailable that says why. */
export async function kafkaErrors<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw kafkaError(error)
  }
}

export function kafkaError(error: unknown): DomainError {
  if (error instanceof DomainError) return error
  if (missing.some((id) => isKafkaError(error, id))) {
    const message = 'Kafka has no such topic or partition; make the topics first'
    return new DomainError('unavailable', 'kafka_topic_missing', message, {}, error)
  }
  if (refused.some((id) => isKafkaError(error, id)) || isLoginRefused(error)) {
    const message = 'Kafka does not let us in; see USHER_KAFKA_SASL_* and the access lists'
    return new DomainError('unavailable', 'kafka_refused', message, {}, error)
  }
  const message = `Kafka cannot be used: ${reasonOf(error)}`
  return new DomainError('unavailable', 'kafka_unavailable', message, {}, error)
}

/** True when this error, or one behind it, is the protocol's error of that name. */
export function isKafkaError(error: unknown, apiId: string): boolean {
  return error instanceof Error && findErrorBy(error, 'apiId', apiId) !== null
}

/** The client says so of the connection, and wraps that in errors of its own. */
function isLoginRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ((error as Partial<GenericError>).code === AuthenticationError.code) return true
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : []
  return [error.cause, ...several].some(isLoginRefused)
}

/** The client wraps errors in errors; the innermost is the one that says something. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return reasonOf(error.errors.at(-1))
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message
}
