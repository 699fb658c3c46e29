import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateTimeFormat, numberFormat } from './intl-formats.ts'

const inZone = (timeZone: string) => dateTimeFormat('en-GB', { timeStyle: 'short', timeZone })

test('a format is made once, and each locale and each set of options has its own', () => {
  assert.equal(inZone('Asia/Taipei'), inZone('Asia/Taipei'))
  assert.deepEqual([inZone('Asia/Taipei').format(0), inZone('UTC').format(0)], ['08:00', '00:00'])
  const euro = { style: 'currency', currency: 'EUR' } as const
  assert.equal(numberFormat('en', euro).format(45), '€45.00')
  assert.equal(numberFormat('es', euro).format(45), '45,00\u00a0€')
})

test('what is no time zone is refused each time', () => {
  for (let i = 0; i < 2; i++) assert.throws(() => inZone('Atlantis/Capital'), RangeError)
})

test('more formats than are kept are all right', () => {
  for (let integer = 1; integer <= 21; integer++) {
    for (let fraction = 1; fraction <= 25; fraction++) {
      const digits = { minimumIntegerDigits: integer, minimumFractionDigits: fraction }
      const text = numberFormat('en', { ...digits, useGrouping: false }).format(0)
      assert.equal(text, `${'0'.repeat(integer)}.${'0'.repeat(fraction)}`)
    }
  }
  assert.equal(inZone('UTC').format(0), '00:00')
})
