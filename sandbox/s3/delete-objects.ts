import { AwsError } from '../aws-error.ts'
import type { Reply } from '../wire/reply.ts'
import { s3Reply } from '../wire/reply.ts'
import type { XmlElement } from '../wire/xml-read.ts'
import { childText, readXml } from '../wire/xml-read.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { checkChecksums } from './checksums.ts'
import type { Deletion } from './delete-object.ts'
import { deleteVersion } from './delete-object.ts'
import type { S3Call } from './s3-call.ts'
import { s3Arn } from './s3-call.ts'

/** DeleteObjects: up to 1,000 keys, each judged and answered for itself. */
export function deleteObjects(call: S3Call): Reply {
  checkChecksums(call)
  call.trace.resource = s3Arn(call, call.bucket.name)
  const document = readXml(call.request.body.toString())
  const objects = document.children.filter(({ name }) => name === 'Object')
  if (objects.length === 0 || objects.length > 1000) {
    const message = 'The XML you provided was not well-formed: 1 to 1000 objects are expected'
    throw new AwsError(400, 'MalformedXML', message)
  }
  const quiet = childText(document, 'Quiet') === 'true'
  const results = objects.map((object) => deleteOne(call, readDeletion(object)))
  return s3Reply('DeleteResult', {
    Deleted: quiet ? [] : results.flatMap(({ Deleted }) => Deleted ?? []),
    Error: results.flatMap(({ Failed }) => Failed ?? []),
  })
}

function readDeletion(object: XmlElement): Deletion {
  return {
    key: childText(object, 'Key') ?? '',
    versionId: childText(object, 'VersionId'),
    match: childText(object, 'ETag'),
  }
}

function deleteOne(call: S3Call, deletion: Deletion): { Deleted?: XmlFields; Failed?: XmlFields } {
  const { key, versionId } = deletion
  try {
    const deleted = deleteVersion(call, deletion)
    const marker = deleted.deleteMarker && {
      DeleteMarker: true,
      DeleteMarkerVersionId: deleted.versionId,
    }
    return { Deleted: { Key: key, VersionId: versionId, ...marker } }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const { code, message } = error
    return { Failed: { Key: key, VersionId: versionId, Code: code, Message: message } }
  }
}
