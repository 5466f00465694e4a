/** The worked examples of AWS's documentation: signatures that nobody here computed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAuthorization } from '../../sandbox/signature/authorization.ts'
import { verifySignature } from '../../sandbox/signature/verify.ts'
import { type HttpRequest, readQuery } from '../../sandbox/wire/http-request.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const SCOPE = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'

function verify(request: HttpRequest, secret = SECRET): HttpRequest {
  const authorization = readAuthorization(request)
  assert(authorization !== undefined)
  return verifySignature(request, authorization, secret)
}

function request(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer = '',
): HttpRequest {
  const [path = '', query = ''] = target.split('?')
  return { method, path, query: readQuery(query), headers, body: Buffer.from(body), sourceIp: '' }
}

function header(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=${SCOPE},SignedHeaders=${signedHeaders},Signature=${signature}`
}

test('the GET example of S3 is verified, and not with another header', () => {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    authorization: header(
      'host;range;x-amz-content-sha256;x-amz-date',
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ),
    range: 'bytes=0-9',
    'x-amz-content-sha256': EMPTY,
    'x-amz-date': '20130524T000000Z',
  }
  verify(request('GET', '/test.txt', headers))
  const tampered = { ...headers, range: 'bytes=0-10' }
  assert.throws(() => verify(request('GET', '/test.txt', tampered)), {
    code: 'SignatureDoesNotMatch',
  })
})

test('the PUT example of S3 is verified, and not with another body', () => {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    authorization: header(
      'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ),
    'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  }
  verify(request('PUT', '/test$file.text', headers, 'Welcome to Amazon S3.'))
  assert.throws(() => verify(request('PUT', '/test$file.text', headers, 'Welcome to Amazon S4.')), {
    code: 'XAmzContentSHA256Mismatch',
  })
})

test('the example of a listing with a query is verified', () => {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    authorization: header(
      'host;x-amz-content-sha256;x-amz-date',
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ),
    'x-amz-content-sha256': EMPTY,
    'x-amz-date': '20130524T000000Z',
  }
  verify(request('GET', '/?max-keys=2&prefix=J', headers))
})

test('the example of a presigned URL is verified', () => {
  const query =
    'X-Amz-Algorithm=AWS4-HMAC-SHA256' +
    `&X-Amz-Credential=${encodeURIComponent(SCOPE)}` +
    '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
    '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'
  verify(request('GET', `/test.txt?${query}`, { host: 'examplebucket.s3.amazonaws.com' }))
})

test('the example of IAM is verified', () => {
  const headers = {
    host: 'iam.amazonaws.com',
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
      'SignedHeaders=content-type;host;x-amz-date, ' +
      'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  }
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
  verify(request('GET', '/?Action=ListUsers&Version=2010-05-08', headers), secret)
})

const BIG = Buffer.alloc(65_536, 'a')
const SMALL = Buffer.alloc(1024, 'a')

function chunked(signatures: readonly [string, string, string], end: string): Buffer {
  return Buffer.concat([
    Buffer.from(`10000;chunk-signature=${signatures[0]}\r\n`),
    BIG,
    Buffer.from(`\r\n400;chunk-signature=${signatures[1]}\r\n`),
    SMALL,
    Buffer.from(`\r\n0;chunk-signature=${signatures[2]}\r\n${end}`),
  ])
}

const CHUNKED_HEADERS = {
  host: 's3.amazonaws.com',
  'x-amz-date': '20130524T000000Z',
  'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  authorization: header(
    'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
    '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  ),
  'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'content-encoding': 'aws-chunked',
  'x-amz-decoded-content-length': '66560',
  'content-length': '66824',
}
const CHUNK_SIGNATURES = [
  'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
] as const

test('the example of signed chunks is verified and unpacked', () => {
  const body = chunked(CHUNK_SIGNATURES, '\r\n')
  const sent = request('PUT', '/examplebucket/chunkObject.txt', CHUNKED_HEADERS, body)
  assert.deepEqual(verify(sent).body, Buffer.concat([BIG, SMALL]))
})

test('a changed byte in a signed chunk is noticed', () => {
  const body = chunked(CHUNK_SIGNATURES, '\r\n')
  body.write('b', 66_000)
  const sent = request('PUT', '/examplebucket/chunkObject.txt', CHUNKED_HEADERS, body)
  assert.throws(() => verify(sent), { code: 'SignatureDoesNotMatch' })
})

test('a chunked body that ends early is refused', () => {
  const body = chunked(CHUNK_SIGNATURES, '\r\n').subarray(0, 66_000)
  const sent = request('PUT', '/examplebucket/chunkObject.txt', CHUNKED_HEADERS, body)
  assert.throws(() => verify(sent), { code: 'IncompleteBody' })
})

const TRAILER_HEADERS = {
  host: 's3.amazonaws.com',
  'x-amz-date': '20130524T000000Z',
  'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  authorization: header(
    'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
    '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  ),
  'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'content-encoding': 'aws-chunked',
  'x-amz-decoded-content-length': '66560',
  'x-amz-trailer': 'x-amz-checksum-crc32c',
}
const TRAILER_CHUNKS = [
  'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
  '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
  '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
] as const
const TRAILER_SIGNATURE = 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435'

function trailer(checksum: string): string {
  return `x-amz-checksum-crc32c:${checksum}\r\nx-amz-trailer-signature:${TRAILER_SIGNATURE}\r\n\r\n`
}

test('the example of signed chunks with a trailer is verified, and the trailer becomes a header', () => {
  const body = chunked(TRAILER_CHUNKS, trailer('sOO8/Q=='))
  const sent = request('PUT', '/examplebucket/chunkObject.txt', TRAILER_HEADERS, body)
  assert.equal(verify(sent).headers['x-amz-checksum-crc32c'], 'sOO8/Q==')
})

test('a changed trailer is noticed', () => {
  const body = chunked(TRAILER_CHUNKS, trailer('sOO8/A=='))
  const sent = request('PUT', '/examplebucket/chunkObject.txt', TRAILER_HEADERS, body)
  assert.throws(() => verify(sent), { code: 'SignatureDoesNotMatch' })
})
