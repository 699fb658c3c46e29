import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { scriptedDynamodb } from './scripted-dynamodb.fixture.ts'
import { RequestSigner, signingTime } from './sign-request.ts'

const time = '20150830T123600Z'
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}
const host = ['host', 'example.amazonaws.com', 'x-amz-date', time]
const form = ['content-type', 'application/x-www-form-urlencoded', ...host]

/** From the test suite of signature version 4 that AWS publishes. */
const published = [
  {
    name: 'get-vanilla',
    request: { method: 'GET', headers: host, text: '' },
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'post-vanilla',
    request: { method: 'POST', headers: host, text: '' },
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  {
    name: 'post-x-www-form-urlencoded',
    request: { method: 'POST', headers: form, text: 'Param1=value1' },
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
]

for (const { name, request, signature } of published) {
  test(`the signature of ${name} is the one that AWS publishes`, () => {
    const signer = new RequestSigner({ region: 'us-east-1', service: 'service' })
    const { method, headers, text } = request
    const signed = signer.sign(
      { method, path: '/', headers, body: Buffer.from(text) },
      time,
      credentials,
    )
    assert.match(signed, /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20150830\/us-east-1\/service\//)
    assert.equal(signed.split('Signature=')[1], signature)
  })
}

test('a signature is the one that the SDK makes, with a token of a session too', async (t) => {
  const keys = { accessKeyId: 'usher', secretAccessKey: 'secret', sessionToken: 'a/b+c=' }
  const { sdk, received } = await scriptedDynamodb(t, [{}], { credentials: keys })
  const Key = { name: { S: 'Zoë – 座席' } }
  await sdk.send(new GetItemCommand({ TableName: 'seats', Key }))
  const [request] = received
  assert.ok(request)
  const { method, body, headers: given } = request
  const header = (name: string) => String(given[name])
  const authorization = header('authorization')
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? []
  assert.ok(names.includes('x-amz-security-token'))
  const headers = names.flatMap((name) => [name, header(name)])
  const signer = new RequestSigner({ region: 'eu-west-1', service: 'dynamodb' })
  const signed = signer.sign({ method, path: '/', headers, body }, header('x-amz-date'), keys)
  assert.equal(signed, authorization)
})

test('the next day, and another secret, have keys of their own', () => {
  const signer = new RequestSigner({ region: 'us-east-1', service: 'dynamodb' })
  const request = { method: 'POST', path: '/', headers: host, body: Buffer.from('{}') }
  const next = signingTime(Date.UTC(2015, 7, 31))
  assert.equal(next, '20150831T000000Z')
  const other = { ...credentials, secretAccessKey: 'another' }
  const first = signer.sign(request, time, credentials)
  for (const [at, keys] of [
    [next, credentials],
    [time, other],
  ] as const) {
    const fresh = new RequestSigner({ region: 'us-east-1', service: 'dynamodb' })
    assert.equal(signer.sign(request, at, keys), fresh.sign(request, at, keys))
    assert.notEqual(signer.sign(request, at, keys), first)
  }
  assert.equal(signer.sign(request, time, credentials), first)
})
