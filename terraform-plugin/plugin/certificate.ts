/**
 * A certificate made by hand, because libraries for it take longer to load than the whole provider to start.
 * Source: RFC 5280 for the certificate, RFC 5480 for the key, X.690 for DER.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A self-signed certificate of `localhost` and its key, as PEM, and the certificate as it is sent: DER. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  readonly der: Uint8Array
}

const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OID = 0x06
const UTF8 = 0x0c
const UTC_TIME = 0x17
const SEQUENCE = 0x30
const SET = 0x31
const BOOLEAN_TRUE = Buffer.from([0x01, 0x01, 0xff])

const ECDSA_SHA256 = tlv(SEQUENCE, oid('2a8648ce3d040302'))
const BEFORE_MILLISECONDS = 5 * 60_000
const YEAR_MILLISECONDS = 365 * 86_400_000

/**
 * Makes a new key pair and a certificate for it. The certificate is its own authority and names `localhost`, against
 * which the client checks it; it is valid from five minutes ago for a year. The key is never written anywhere.
 */
export function makeCertificate(now: Date): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = tlv(
    SEQUENCE,
    tlv(SET, tlv(SEQUENCE, oid('550403'), tlv(UTF8, Buffer.from('localhost')))),
  )
  const body = tlv(
    SEQUENCE,
    tlv(0xa0, tlv(INTEGER, Buffer.from([2]))),
    tlv(INTEGER, serialNumber()),
    ECDSA_SHA256,
    subject,
    tlv(
      SEQUENCE,
      utcTime(new Date(now.getTime() - BEFORE_MILLISECONDS)),
      utcTime(new Date(now.getTime() + YEAR_MILLISECONDS)),
    ),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, extensions()),
  )
  const signature = sign('sha256', body, privateKey)
  const der = tlv(SEQUENCE, body, ECDSA_SHA256, tlv(BIT_STRING, Buffer.from([0]), signature))
  return {
    cert: toPem(der),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    der,
  }
}

function extensions(): Buffer {
  const serverAndClient = tlv(SEQUENCE, oid('2b06010505070301'), oid('2b06010505070302'))
  return tlv(
    SEQUENCE,
    // basicConstraints: an authority
    extension('551d13', tlv(SEQUENCE, BOOLEAN_TRUE)),
    // keyUsage: digitalSignature, keyCertSign
    extension('551d0f', tlv(BIT_STRING, Buffer.from([0x02, 0x84]))),
    // extKeyUsage: server and client
    extension('551d25', serverAndClient),
    // subjectAltName: dNSName
    extension('551d11', tlv(SEQUENCE, tlv(0x82, Buffer.from('localhost')))),
  )
}

function extension(id: string, content: Buffer): Buffer {
  return tlv(SEQUENCE, oid(id), tlv(OCTET_STRING, content))
}

/** Positive, and not empty. */
function serialNumber(): Buffer {
  return Buffer.concat([Buffer.from([0x01]), randomBytes(15)])
}

function utcTime(time: Date): Buffer {
  const digits = time.toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return tlv(UTC_TIME, Buffer.from(`${digits}Z`))
}

function oid(hex: string): Buffer {
  return tlv(OID, Buffer.from(hex, 'hex'))
}

function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  return length < 0x100
    ? Buffer.from([0x81, length])
    : Buffer.from([0x82, length >> 8, length & 0xff])
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
