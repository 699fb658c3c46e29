import { AuthenticationError, findErrorBy } from '@platformatic/kafka'
import { DomainError } from '@usher/kernel'

/** What the broker says of a topic or a partition that it does not have. */
const missing = ['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_ID'] as const
/** The client's own words, after it has asked brokers about a topic. */
const UNKNOWN = /^Unknown topic /
const refused = [
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
] as const

/** What Node or the client says, by code or by text, of encryption that is not agreed on. */
const disagreements: readonly (readonly [RegExp, string])[] = [
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_SIGNATURE_\w+)$/,
    'its certificate is signed by a stranger; USHER_KAFKA_TLS_CA must name who has signed it',
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'its certificate is for another name; USHER_KAFKA_BROKERS and what it advertises must be in it',
  ],
  [/^ERR_SSL_\w*ALERT\w*(CERTIFICATE|UNKNOWN_CA)/, 'it does not take USHER_KAFKA_TLS_CERT'],
  [/^Broker requires TLS/, 'it speaks TLS alone; set USHER_KAFKA_TLS=yes'],
  [
    /^(ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|TLS handshake failed)/,
    'it does not speak TLS at this port; name another, or set USHER_KAFKA_TLS=no',
  ],
]

/** The brokers are to be mended, not our settings: until then Kafka is away. */
const EXPIRED = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/

const RENEW = 'the certificate of a broker is out of date; renew it'

/** All that a broker says to a stranger, and what the client sees of one that has just gone. */
const CLOSED = 'Connection closed'
const HUNG_UP =
  'a broker has closed the connection; unless it has just ended, it wants a login or encryption: ' +
  'see USHER_KAFKA_SASL_* and USHER_KAFKA_TLS'

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
  const said = [...saidBy(error)]
  if (missing.some((id) => isKafkaError(error, id)) || said.some((text) => UNKNOWN.test(text))) {
    const message = 'Kafka has no such topic or partition; make the topics first'
    return unavailable('kafka_topic_missing', message, error)
  }
  const isClosed = said.includes(CLOSED)
  const isLoginRefused = said.includes(AuthenticationError.code) && !isClosed
  if (refused.some((id) => isKafkaError(error, id)) || isLoginRefused) {
    const message = 'Kafka does not let us in; see USHER_KAFKA_SASL_* and the access lists'
    return unavailable('kafka_refused', message, error)
  }
  const disagreement = disagreements.find(([pattern]) => said.some((text) => pattern.test(text)))
  if (disagreement) {
    const message = `Kafka and we do not agree on encryption: ${disagreement[1]}`
    return unavailable('kafka_misconfigured', message, error)
  }
  const reason = said.some((text) => EXPIRED.test(text)) ? RENEW : isClosed ? HUNG_UP : said.at(-1)
  return unavailable('kafka_unavailable', `Kafka cannot be used: ${reason}`, error)
}

/** True when this error, or one behind it, is the protocol's error of that name. */
export function isKafkaError(error: unknown, apiId: string): boolean {
  return error instanceof Error && findErrorBy(error, 'apiId', apiId) !== null
}

/**
 * Codes and texts of an error and of those behind it: the client wraps errors in errors, and the
 * innermost, which comes last, is the one that says something.
 */
function* saidBy(error: unknown): Iterable<string> {
  if (!(error instanceof Error)) return yield String(error)
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined) yield code
  yield error.message
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : []
  for (const each of several) yield* saidBy(each)
  if (error.cause instanceof Error) yield* saidBy(error.cause)
}

function unavailable(code: string, message: string, cause: unknown): DomainError {
  return new DomainError('unavailable', code, message, {}, cause)
}
