import { DomainError, type ErrorKind } from '@usher/kernel'

/** Fastify's own refusals in our words; anything else it throws is a bug of ours. */
const known: Readonly<Record<string, readonly [ErrorKind, code: string, message: string]>> = {
  FST_ERR_BAD_URL: ['invalid', 'malformed_path', 'the path is not valid percent-encoded UTF-8'],
  FST_ERR_MAX_PARAM_LENGTH: ['invalid', 'path_too_long', 'a part of the path is too long'],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'invalid',
    'body_too_large',
    'the body is larger than this route takes',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'invalid',
    'unsupported_media_type',
    'this route does not take a body of this content type',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'invalid',
    'malformed_body',
    'the body is not as long as Content-Length says',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid', 'malformed_json', 'the body is not valid JSON'],
}

/** The refusal that `error` stands for; undefined when it is a bug. */
export function frameworkError(error: unknown): DomainError | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const found = known[code]
  if (found) return new DomainError(found[0], found[1], found[2], {}, error)
  if (error instanceof SyntaxError) {
    return new DomainError('invalid', 'malformed_json', 'the body is not valid JSON', {}, error)
  }
  return undefined
}
