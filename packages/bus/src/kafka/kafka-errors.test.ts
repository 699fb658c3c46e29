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
