/** A real server for tests, or the reason why its tests do not run. */
export interface RealServer {
  readonly address: string
  /** For `test(title, server.options, …)`. */
  readonly options: { readonly skip: string | false }
}

/**
 * The server whose address is in the setting of that name, `USHER_MYSQL_URL` for one. `npm test`
 * starts all of them and passes their addresses with `USHER_TEST_` in front. Where one cannot be
 * had its tests are skipped and say so; with `USHER_TEST_SERVERS=required`, as in CI, that fails.
 */
export function realServer(setting: string): RealServer {
  const variable = setting.replace(/^USHER_/, 'USHER_TEST_')
  const address = process.env[variable] ?? ''
  if (address !== '') return { address, options: { skip: false } }
  if (process.env['USHER_TEST_SERVERS'] === 'required') {
    throw new Error(`${variable} is not set, and tests against real servers are required`)
  }
  return { address, options: { skip: `no real server: ${variable} is not set` } }
}
