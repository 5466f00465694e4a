import { isPartition } from '../arn.ts'
import type { Problem } from '../errors.ts'
import { type Path, checkTexts } from './check-elements.ts'
import type { PolicyKind } from './policy.ts'

/** Problems of a `Resource` or `NotResource` element. */
export function checkResources(value: unknown, path: Path, kind: PolicyKind): readonly Problem[] {
  return checkTexts(value, path, (resource) => {
    if (resource === '*') return undefined
    const [prefix, partition, service, ...rest] = resource.split(':')
    if (prefix !== 'arn' || partition === undefined) {
      return "must be '*' or an ARN, such as arn:aws:s3:::my-bucket/*"
    }
    if (partition !== '*' && !isPartition(partition)) {
      return 'must have a partition after arn:, such as aws'
    }
    if (service === undefined || !/^[a-z0-9.-]+$/i.test(service)) {
      return "must name its service without wildcards; for all services write '*'"
    }
    // "session policies […] do not support incomplete ARNs"; in identity policies missing fields
    // mean *.
    if (rest.length < 3 && kind !== 'identity') {
      return 'must have all six fields: arn:partition:service:region:account:resource'
    }
    // IAM's own words: "The policy failed legacy parsing".
    if (rest.length < 3 && resource.includes('::'))
      return 'must have six fields when one of them is empty'
    return SERVICES.get(service)?.(rest)
  })
}

/** Looks at region, account and the parts of the resource, as far as they are written. */
type CheckOfService = (rest: readonly string[]) => string | undefined

const SERVICES: ReadonlyMap<string, CheckOfService> = new Map([
  ['iam', checkIamResource],
  ['s3', checkS3Resource],
])

/**
 * What IAM's own message allows after the account ("must either be "*" or start with user/ […]"), and what its ARNs
 * begin with besides: Service Authorization Reference, "Resource types defined by AWS Identity and Access Management".
 * A root user is what `sts:AssumeRoot` works on: IAM User Guide, "Perform a privileged task on an AWS Organizations
 * member account".
 */
const IAM_RESOURCE =
  /^(?:\*$|root$|(?:access-report|assumed-role|delegation-request|federated-user|group|instance-profile|mfa|oidc-provider|policy|report|role|saml-provider|server-certificate|sms-mfa|u2f|user)\/)/

/** From IAM's own messages: "IAM resource […] cannot contain region information", and that at {@link IAM_RESOURCE}. */
function checkIamResource([region, , path]: readonly string[]): string | undefined {
  if (path === undefined) return undefined
  if (region !== '' && region !== '*') return 'cannot have a region: IAM has none'
  return IAM_RESOURCE.test(path)
    ? undefined
    : "must be '*' or start with a type of resource, such as role/, after the account"
}

/** Types of Amazon S3 that lie in a region: Service Authorization Reference, "Resource types defined by Amazon S3". */
const S3_OF_A_REGION =
  /^(?:[*?$]|(?:access-grants|accesspoint|async-request|job|storage-lens|storage-lens-group)[/:*])/

/** IAM's own message: "Resource […] can not contain region information". */
function checkS3Resource([region, account, path]: readonly string[]): string | undefined {
  if (path === undefined || region === '' || region === '*') return undefined
  if (account !== '' && S3_OF_A_REGION.test(path)) return undefined
  return 'cannot have a region: the ARN of a bucket is arn:aws:s3:::my-bucket, that of its objects arn:aws:s3:::my-bucket/*'
}
