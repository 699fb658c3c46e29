import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a process is told to show and whom to believe. */
export type TlsVariables = Readonly<
  Record<'USHER_TLS_CA' | 'USHER_TLS_CERT' | 'USHER_TLS_KEY', string>
>

export interface Authority {
  /** Its own certificate, by which others know whom to believe. */
  readonly file: string
  /** A new certificate for this machine, valid from now on for so many days. */
  issue(subject: string, days?: number): TlsVariables
}

/** An authority of its own, whose files are in `folder`. */
export function openAuthority(folder: string, name: string): Authority {
  const ca = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) }
  const self = ['-x509', '-days', '2', '-subj', `/CN=${name}`, '-out', ca.cert]
  openssl('req', ...newKey(ca.key), ...self)
  const extensions = join(folder, 'extensions.cnf')
  writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
  return {
    file: ca.cert,
    issue(subject, days = 1) {
      const [key, request, cert] = ['key', 'csr', 'pem'].map((end) =>
        join(folder, `${subject}.${end}`),
      )
      openssl('req', ...newKey(key ?? ''), '-subj', `/CN=${subject}`, '-out', request ?? '')
      const signer = ['-CA', ca.cert, '-CAkey', ca.key, '-CAcreateserial', '-days', `${days}`]
      const made = ['-in', request ?? '', '-extfile', extensions, '-out', cert ?? '']
      openssl('x509', '-req', ...made, ...signer)
      return { USHER_TLS_CA: ca.cert, USHER_TLS_CERT: cert ?? '', USHER_TLS_KEY: key ?? '' }
    },
  }
}

function newKey(file: string): readonly string[] {
  return ['-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file]
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' })
}
