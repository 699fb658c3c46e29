import assert from 'node:assert/strict'
import { test } from 'node:test'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { attributesOf, documentOf } from './attribute-values.ts'

const bytes = fc.uint8Array({ maxLength: 20 })
const leaf = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
  fc.bigInt(),
  bytes,
  fc.uniqueArray(fc.string(), { minLength: 1 }).map((texts) => new Set(texts)),
  fc.uniqueArray(fc.integer(), { minLength: 1 }).map((numbers) => new Set(numbers)),
  fc.array(bytes, { minLength: 1, maxLength: 3 }).map((each) => new Set(each)),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name(), tie('value'), { maxKeys: 4 }),
    fc.array(fc.tuple(name(), tie('value')), { maxLength: 3 }).map((each) => new Map(each)),
  ),
}))
const documents = fc.dictionary(name(), value, { maxKeys: 6 })

function name() {
  return fc.oneof(fc.constantFrom('B', 'S', 'N', 'M', 'Key'), fc.string()).filter(isOrdinary)
}

/** The SDK puts a value under this name into the prototype. */
function isOrdinary(text: string): boolean {
  return text !== '__proto__'
}

test('a document is written as the SDK writes it, and read as the SDK reads it', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const attributes = marshall(document, { removeUndefinedValues: true })
      const written = JSON.parse(JSON.stringify(attributesOf(document)))
      assert.deepEqual(written, JSON.parse(JSON.stringify(attributes, inBase64)))
      assert.deepEqual(documentOf(written), unmarshall(attributes))
    }),
  )
})

function inBase64(_: string, given: unknown): unknown {
  return given instanceof Uint8Array ? Buffer.from(given).toString('base64') : given
}

test('what the SDK refuses is refused with the same words', () => {
  for (const bad of [Number.NaN, Infinity, 2 ** 60, new Date(0), new Set([]), Symbol('s')]) {
    const words = thrownBy(() => marshall({ bad }, { removeUndefinedValues: true }))
    assert.equal(
      thrownBy(() => attributesOf({ bad })),
      words,
    )
  }
  for (const bad of [{ N: '1e300' }, { N: '9007199254740993.5' }, {}, { X: 1 }]) {
    const given = { bad } as never
    assert.equal(
      thrownBy(() => documentOf(given)),
      thrownBy(() => unmarshall(given)),
    )
  }
})

test('numbers beyond what a double holds are whole, as bigint', () => {
  assert.deepEqual(documentOf({ n: { N: '9007199254740993' } }), { n: 9007199254740993n })
  assert.deepEqual(attributesOf({ n: 9007199254740993n }), { n: { N: '9007199254740993' } })
})

function thrownBy(act: () => unknown): string {
  try {
    act()
    return 'nothing thrown'
  } catch (error) {
    return (error as Error).message
  }
}
