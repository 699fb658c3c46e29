import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogger } from './logger.ts'

function linesOf(log: (logger: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = []
  log(createLogger({ level: 'info', name: 'test', destination: { write: (l) => lines.push(l) } }))
  return lines
}

test('secrets are redacted at every depth that we log', () => {
  const [line = ''] = linesOf((logger) =>
    logger.info(
      {
        password: 'hunter2',
        user: { token: 'hunter2', 'stripe-signature': 'hunter2' },
        req: { headers: { authorization: 'Bearer hunter2' } },
      },
      'a line',
    ),
  )
  assert.doesNotMatch(line, /hunter2/)
  assert.match(line, /\[redacted\]/)
})

test('a line is one JSON document with level, time, name and text', () => {
  const [line = '', ...rest] = linesOf((logger) => logger.warn({ event_id: 1 }, 'the hall is full'))
  const { level, name, msg, event_id, time } = JSON.parse(line)
  assert.deepEqual(
    { level, name, msg, event_id },
    { level: 'warn', name: 'test', msg: 'the hall is full', event_id: 1 },
  )
  assert.match(time, /^\d{4}-\d\d-\d\dT/)
  assert.equal(rest.length, 0)
})

test('lines below the level are not written', () => {
  assert.deepEqual(
    linesOf((logger) => logger.debug('hush')),
    [],
  )
})
