import { DomainError } from '@usher/kernel'
import type { HTTPMethods, RouteOptions } from 'fastify'
import type { HttpApp } from './http-app.ts'

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Answers 405 with `Allow` wherever a path has routes but not for the method that was used. Call it
 * before the routes are added, and await what it returns after: the router then knows every path,
 * and a right request pays nothing.
 */
export function methodNotAllowed(app: HttpApp): () => void {
  const methodsByPath = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const known = methodsByPath.get(url) ?? new Set()
    for (const name of [method].flat()) known.add(name)
    methodsByPath.set(url, known)
  })
  return () => {
    // Adding a route changes the map: what it knows now is what counts.
    const known = Array.from(methodsByPath, ([url, allowed]) => ({ url, allowed: [...allowed] }))
    for (const { url, allowed } of known) refuseOthers(app, url, allowed)
  }
}

function refuseOthers(app: HttpApp, url: string, allowed: readonly string[]): void {
  const refused = methods.filter((method) => !allowed.includes(method))
  const allow = allowed.join(', ')
  const refuse = () => {
    throw new DomainError('invalid', 'method_not_allowed', `this path takes ${allow}`, { allow })
  }
  if (refused.length === 0) return
  app.route({
    method: [...refused],
    url,
    schema: { hide: true },
    onRequest: refuse,
    handler: refuse,
  })
}
