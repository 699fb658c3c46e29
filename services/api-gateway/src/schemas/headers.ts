import { Type } from 'typebox'

/** Headers that routes read by themselves; here for the description alone. */

const key = Type.String({
  minLength: 1,
  maxLength: 255,
  description: 'Names this request: a repeat with the same key gets the same answer',
})
export const KeyOptional = { headers: Type.Object({ 'idempotency-key': Type.Optional(key) }) }
export const KeyRequired = { headers: Type.Object({ 'idempotency-key': key }) }

export const IfMatch = {
  headers: Type.Object({
    'if-match': Type.Optional(Type.String({ description: 'The ETag that was read' })),
  }),
}
export const IfNoneMatch = {
  headers: Type.Object({
    'if-none-match': Type.Optional(
      Type.String({ description: 'The ETag that is known; 304 when it still holds' }),
    ),
  }),
}

export const AcceptLanguage = {
  headers: Type.Object({
    'accept-language': Type.Optional(Type.String({ examples: ['zh-TW, en;q=0.8'] })),
  }),
}

export const Bytes = Type.String({ format: 'binary' })
