import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a process is told to show and to believe. */
export interface TlsSettings {
  readonly USHER_TLS_CA: string
  readonly USHER_TLS_CERT: string
  readonly USHER_TLS_KEY: string
}

/** An authority of its own in `folder`, which signs for this machine. */
export function openAuthority(folder: string, name: string) {
  const ca = selfSigned(folder, name)
  return {
    /** A new certificate, valid for so many days from `from` on. */
    issue(subject: string, { from = 'now', days = 1 }: { from?: string; days?: number } = {}) {
      const key = join(folder, `${subject}.key`)
      const request = join(folder, `${subject}.csr`)
      const cert = join(folder, `${subject}.pem`)
      openssl('req', '-new', ...newKey(key), '-subj', `/CN=${subject}`, '-out', request)
      const extensions = join(folder, 'extensions.cnf')
      writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
      const signed = ['x509', '-req', '-in', request, '-CA', ca.cert, '-CAkey', ca.key]
      const dates = from === 'now' ? ['-days', `${days}`] : datesOf(from, days)
      openssl(...signed, ...dates, '-CAcreateserial', '-extfile', extensions, '-out', cert)
      return { USHER_TLS_CA: ca.cert, USHER_TLS_CERT: cert, USHER_TLS_KEY: key }
    },
  }
}
