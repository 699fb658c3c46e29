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
  /** A new certificate, of this machine unless others are named, valid from now on. */
  issue(subject: string, options?: { days?: number; names?: string }): TlsVariables
}

const THIS_MACHINE = 'IP:127.0.0.1,DNS:localhost'

/** An authority of its own, whose files are in `folder`, and which ends after so many days. */
export function openAuthority(folder: string, name: string, days = 2): Authority {
  const ca = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) }
  const self = ['-x509', '-days', `${days}`, '-subj', `/CN=${name}`, '-out', ca.cert]
  openssl('req', ...newKey(ca.key), ...self)
  return {
    file: ca.cert,
    issue(subject, { days = 1, names = THIS_MACHINE } = {}) {
      const [key, request, cert, extensions] = ['key', 'csr', 'pem', 'cnf'].map((end) =>
        join(folder, `${subject}.${end}`),
      )
      writeFileSync(extensions ?? '', `subjectAltName=${names}\n`)
      openssl('req', ...newKey(key ?? ''), '-subj', `/CN=${subject}`, '-out', request ?? '')
      const signer = ['-CA', ca.cert, '-CAkey', ca.key, '-CAcreateserial', '-days', `${days}`]
      const made = ['-in', request ?? '', '-extfile', extensions ?? '', '-out', cert ?? '']
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
