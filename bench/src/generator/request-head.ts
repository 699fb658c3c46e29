/** Request line and headers, open for more; `Connection.send` ends them with the length. */
export function requestHead(line: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${line} HTTP/1.1`, 'host: 127.0.0.1', ...lines, ''].join('\r\n')
}

/** The head of a POST of JSON by the user of `token`. */
export function postHead(path: string, token: string): string {
  return requestHead(`POST ${path}`, {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
  })
}
