import { Ajv2020, type AnySchema, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import { invalidRequest, type RequestFault } from './problem.ts'

/** More would not help anybody to mend a request. */
const FAULTS_MAX = 20

/** `discriminator`s and such are not used; formats are RFC 3339, RFC 5321 and the like. */
const common = {
  removeAdditional: false,
  useDefaults: true,
  allErrors: true,
  strict: false,
} as const

function ajv(coerceTypes: boolean): Ajv2020 {
  const instance = new Ajv2020({ ...common, coerceTypes })
  // The CommonJS default export of ajv-formats is seen as a namespace by native ESM types.
  ;(addFormats as unknown as (target: Ajv2020) => void)(instance)
  return instance
}

/**
 * Validates bodies as they are, and query, path and headers after turning their text into what the
 * schema names. Nothing is ever removed: a field that the schema does not know is a fault.
 */
export function useStrictValidation(app: FastifyInstance): void {
  const [exact, fromText] = [ajv(false), ajv(true)]
  const compile: FastifySchemaCompiler<AnySchema> = ({ schema, httpPart }) =>
    (httpPart === 'body' ? exact : fromText).compile(schema)
  app.setValidatorCompiler(compile)
  app.setSchemaErrorFormatter((errors, part) => {
    const faults = errors.map((error) => faultOf(error as ErrorObject, part))
    return invalidRequest(distinct(faults).slice(0, FAULTS_MAX))
  })
}

const partNames: Readonly<Record<string, RequestFault['in']>> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'header',
}

function faultOf(error: ErrorObject, part: string): RequestFault {
  const { additionalProperty, missingProperty } = error.params
  const name = additionalProperty ?? missingProperty
  const member = name === undefined ? '' : `/${escapePointer(String(name))}`
  const pointer = `#${error.instancePath}${member}`
  return { in: partNames[part] ?? 'body', pointer, detail: detailOf(error) }
}

function detailOf({ keyword, message = 'is invalid', params }: ErrorObject): string {
  if (keyword === 'additionalProperties') return 'is not a field of this request'
  if (keyword === 'required') return 'is required'
  if (keyword === 'enum') return `must be one of ${params['allowedValues'].join(', ')}`
  if (keyword === 'const') return `must be ${JSON.stringify(params['allowedValue'])}`
  return message
}

/** RFC 6901: ~ and / are written ~0 and ~1. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function distinct(faults: readonly RequestFault[]): RequestFault[] {
  const seen = new Map(faults.map((fault) => [`${fault.pointer} ${fault.detail}`, fault]))
  return [...seen.values()]
}
