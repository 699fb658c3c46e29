import { attributeOf, attributesOf, documentOf } from './attribute-values.ts'

/** Where documents are in a message: what has no shape is passed on as it is. */
export type Shape = 'document' | 'value' | Each | { readonly [member: string]: Shape }

/** Of every element of an array, or of every member of an object whatever its name. */
interface Each {
  readonly every: Shape
}

/** A request with its documents as DynamoDB's JSON has them. */
export function requestOf(request: unknown, shape: Shape): unknown {
  return converted(request, shape, { document: attributesOf, value: attributeOf })
}

/** An answer with its documents as they were put. */
export function answerOf(answer: unknown, shape: Shape): unknown {
  return converted(answer, shape, { document: documentOf })
}

interface Converters {
  readonly document: (given: unknown) => unknown
  /** Only requests have values of their own. */
  readonly value?: (given: unknown) => unknown
}

function converted(given: unknown, shape: Shape, converters: Converters): unknown {
  // Null is a value, and elsewhere the same as nothing.
  if (shape === 'value') return converters.value?.(given)
  if (given === undefined || given === null) return undefined
  if (shape === 'document') return converters.document(given)
  if (isEach(shape)) return convertedEach(given, shape.every, converters)
  const message: Record<string, unknown> = { ...given }
  for (const [name, member] of Object.entries(shape)) {
    if (name in message) message[name] = converted(message[name], member, converters)
  }
  return message
}

function isEach(shape: Exclude<Shape, string>): shape is Each {
  return 'every' in shape
}

function convertedEach(given: unknown, every: Shape, converters: Converters): unknown {
  if (Array.isArray(given)) return given.map((each) => converted(each, every, converters))
  const members = Object.entries(given as object)
  return Object.fromEntries(
    members.map(([name, each]) => [name, converted(each, every, converters)]),
  )
}
