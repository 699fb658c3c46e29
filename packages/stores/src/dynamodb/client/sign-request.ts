import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'

interface SignedRequest {
  readonly method: string
  readonly path: string
  /** Name, value, name, value: names in lower case and in alphabetical order. All are signed. */
  readonly headers: readonly string[]
  readonly body: Uint8Array
}

export interface SigningCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

interface DayKey {
  readonly secret: string
  readonly day: string
  readonly key: KeyObject
}

const ALGORITHM = 'AWS4-HMAC-SHA256'

/** `20150830T123600Z`: how a request says when it was signed. */
export function signingTime(atMs: number): string {
  const iso = new Date(atMs).toISOString()
  const day = `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}`
  return `${day}T${iso.slice(11, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`
}

/**
 * Signatures of AWS, version 4, of requests without a query
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 * The key is good for a day and made once.
 */
export class RequestSigner {
  readonly #region: string
  readonly #service: string
  #dayKey: DayKey = { secret: '', day: '', key: createSecretKey(Buffer.alloc(0)) }

  constructor({ region, service }: { readonly region: string; readonly service: string }) {
    this.#region = region
    this.#service = service
  }

  /** The value of the header `authorization`. */
  sign(request: SignedRequest, time: string, credentials: SigningCredentials): string {
    const day = time.slice(0, 8)
    const scope = `${day}/${this.#region}/${this.#service}/aws4_request`
    const { names, text } = canonical(request)
    const toSign = `${ALGORITHM}\n${time}\n${scope}\n${hash('sha256', text)}`
    const key = this.#keyOf(day, credentials.secretAccessKey)
    const signature = createHmac('sha256', key).update(toSign).digest('hex')
    const credential = `${credentials.accessKeyId}/${scope}`
    return `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`
  }

  #keyOf(day: string, secret: string): KeyObject {
    if (this.#dayKey.day !== day || this.#dayKey.secret !== secret) {
      const steps = [day, this.#region, this.#service, 'aws4_request']
      const last = steps.reduce<Buffer>(
        (key, step) => createHmac('sha256', key).update(step).digest(),
        Buffer.from(`AWS4${secret}`),
      )
      this.#dayKey = { secret, day, key: createSecretKey(last) }
    }
    return this.#dayKey.key
  }
}

function canonical({ method, path, headers, body }: SignedRequest) {
  let lines = ''
  let names = ''
  for (let at = 0; at < headers.length; at += 2) {
    lines += `${headers[at]}:${headers[at + 1]}\n`
    names += `${at === 0 ? '' : ';'}${headers[at]}`
  }
  return { names, text: `${method}\n${path}\n\n${lines}\n${names}\n${hash('sha256', body)}` }
}
