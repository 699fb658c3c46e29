/** A description of an interface, as far as this check looks at it. */
export interface Description {
  readonly openapi: string
  readonly info: { readonly title?: string; readonly version?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: Readonly<Record<string, unknown>>
}

interface Operation {
  readonly operationId?: string
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema?: object }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, unknown>> }
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>
}

const methods = /^(get|put|post|delete|options|head|patch|trace)$/

/** What the OpenAPI 3.1 specification demands of a document and this one lacks. */
export function checkOpenApi(description: Description): string[] {
  return [
    ...problemsOfHead(description),
    ...Object.entries(description.paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, operation]) =>
        problemsOf(operation, { path, method }).map((what) => `${method} ${path}: ${what}`),
      ),
    ),
    ...operationIdsTwice(description),
    ...brokenReferences(description, description),
  ]
}

function* problemsOfHead({ openapi, info }: Description) {
  if (!/^3\.1\.\d+$/.test(openapi)) yield `openapi is ${openapi}`
  if (!info.title || !info.version) yield 'info needs title and version'
}

function problemsOf(
  { parameters = [], responses = {}, requestBody }: Operation,
  { path, method }: { path: string; method: string },
): string[] {
  const problems: string[] = []
  if (!path.startsWith('/')) problems.push('a path begins with /')
  if (!methods.test(method)) problems.push('is no method')
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
  for (const name of named) {
    if (!inPath.some((parameter) => parameter.name === name)) problems.push(`{${name}} is unknown`)
  }
  for (const { name, required, schema } of inPath) {
    if (!named.includes(name)) problems.push(`${name} is not in the path`)
    if (!required || !schema) problems.push(`${name} must be required and have a schema`)
  }
  if (requestBody && !requestBody.content) problems.push('a body needs content')
  if (Object.keys(responses).length === 0) problems.push('has no responses')
  for (const [status, { description }] of Object.entries(responses)) {
    if (!/^([1-5]\d\d|[1-5]XX|default)$/.test(status)) problems.push(`${status} is no status`)
    if (description === undefined) problems.push(`${status} needs a description`)
  }
  return problems
}

function operationIdsTwice({ paths }: Description): string[] {
  const ids = Object.values(paths)
    .flatMap((item) => Object.values(item))
    .flatMap(({ operationId }) => (operationId === undefined ? [] : [operationId]))
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} is there twice`)
}

function brokenReferences(part: unknown, whole: Description): string[] {
  if (typeof part !== 'object' || part === null) return []
  const own = '$ref' in part && typeof part.$ref === 'string' ? [part.$ref] : []
  return [
    ...own.filter((reference) => !leadsSomewhere(reference, whole)).map((r) => `${r} is broken`),
    ...Object.values(part).flatMap((inner) => brokenReferences(inner, whole)),
  ]
}

function leadsSomewhere(reference: string, whole: unknown): boolean {
  if (!reference.startsWith('#/')) return false
  let at = whole
  for (const step of reference.slice(2).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    at = (at as Record<string, unknown> | undefined)?.[name]
  }
  return at !== undefined
}
