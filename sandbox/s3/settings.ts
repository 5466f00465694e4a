import { AwsError } from '../aws-error.ts'
import { readPolicy } from '../iam/documents.ts'
import type { Reply } from '../wire/reply.ts'
import { s3Reply } from '../wire/reply.ts'
import { childText, readXml } from '../wire/xml-read.ts'
import type { S3Call, S3Operation } from './s3-call.ts'
import { emptyReply, requireBucketRight } from './s3-call.ts'
import type { Setting } from './settings-table.ts'
import { SETTINGS } from './settings-table.ts'

/** Get, Put and Delete of every part of a bucket's configuration. */
export const settingOperations: Readonly<Record<string, S3Operation>> = Object.fromEntries(
  SETTINGS.flatMap((setting) => [
    [`Get${setting.noun}`, (call: S3Call) => getSetting(call, setting)],
    [`Put${setting.noun}`, (call: S3Call) => putSetting(call, setting)],
    [`Delete${setting.noun}`, (call: S3Call) => deleteSetting(call, setting)],
  ]),
)

function getSetting(call: S3Call, setting: Setting): Reply {
  requireBucketRight(call, setting.getRight)
  const { bucket } = call
  if (setting.query === 'versioning') {
    return s3Reply('VersioningConfiguration', { Status: bucket.versioning })
  }
  const isPolicy = setting.query === 'policy'
  const body = isPolicy ? bucket.policy?.text : bucket.settings.get(setting.query)
  if (body !== undefined) {
    const type = isPolicy ? 'application/json' : 'application/xml'
    return { status: 200, headers: { 'content-type': type }, body }
  }
  const { code, message } = setting.missing ?? { code: 'NoSuchKey', message: 'not set' }
  throw new AwsError(404, code, message, { BucketName: bucket.name })
}

function putSetting(call: S3Call, setting: Setting): Reply {
  requireBucketRight(call, setting.putRight)
  const { bucket, request } = call
  const text = request.body.toString()
  if (setting.query === 'policy') {
    bucket.policy = readBucketPolicy(text)
    return emptyReply(204)
  }
  const document = readXml(text)
  if (setting.query !== 'versioning') {
    bucket.settings.set(setting.query, text)
    return emptyReply(200)
  }
  const status = childText(document, 'Status')
  if (status !== 'Enabled' && status !== 'Suspended') {
    const message = 'The versioning configuration specified in the request is invalid.'
    throw new AwsError(400, 'IllegalVersioningConfigurationException', message)
  }
  bucket.versioning = status
  return emptyReply(200)
}

function deleteSetting(call: S3Call, setting: Setting): Reply {
  requireBucketRight(call, setting.deleteRight)
  if (setting.query === 'policy') call.bucket.policy = undefined
  else call.bucket.settings.delete(setting.query)
  return emptyReply(204)
}

function readBucketPolicy(text: string): ReturnType<typeof readPolicy> {
  if (Buffer.byteLength(text) > 20_480) {
    throw new AwsError(400, 'PolicyTooLarge', 'Policies must be no larger than 20480 bytes')
  }
  try {
    return readPolicy(text, 'resource')
  } catch (error) {
    if (error instanceof AwsError) throw new AwsError(400, 'MalformedPolicy', error.message)
    throw error
  }
}
