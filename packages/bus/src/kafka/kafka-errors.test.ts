import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AuthenticationError, MultipleErrors, NetworkError } from '@platformatic/kafka'
import { kafkaError } from './kafka-errors.ts'

test('a login that is refused is no broker that is away, wherever the client has put it', () => {
  const login = new AuthenticationError('SASL authentication failed.')
  const connection = new NetworkError('Connection to broker failed.', { cause: login })
  for (const error of [login, connection, new MultipleErrors('All failed.', [connection])]) {
    assert.equal(kafkaError(error).code, 'kafka_refused')
  }
  assert.equal(kafkaError(new NetworkError('Connection closed')).code, 'kafka_unavailable')
})

test('of errors in errors the innermost is quoted', () => {
  const inner = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const error = new MultipleErrors('All failed.', [new NetworkError('Lost.', { cause: inner })])
  assert.equal(kafkaError(error).message, 'Kafka cannot be used: connect ECONNREFUSED')
})

test('a certificate that the broker does not take is named', () => {
  const alert = Object.assign(new Error('alert'), { code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' })
  const said = kafkaError(new NetworkError('Lost.', { cause: alert }))
  assert.equal(said.code, 'kafka_misconfigured')
  assert.match(said.message, /USHER_KAFKA_TLS_CERT/)
})
