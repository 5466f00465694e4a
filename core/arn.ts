/** The five parts of an Amazon Resource Name after `arn:`. */
export interface Arn {
  readonly partition: string
  readonly service: string
  /** Empty for global services such as IAM. */
  readonly region: string
  /** Twelve digits; `aws` for AWS's own policies; empty where there is none, as in S3's ARNs and Ceph's. */
  readonly account: string
  /** All that follows, with its own colons and slashes: `role/path/name`. */
  readonly resource: string
}

/**
 * AWS's partitions: the commercial one, China, GovCloud, the isolated ones and the European Sovereign Cloud.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const PARTITION = 'aws(?:-cn|-us-gov|-iso(?:-[a-z])?|-eusc)?'
const WHOLE_PARTITION = new RegExp(`^${PARTITION}$`)
const ARN = new RegExp(`^arn:(${PARTITION}):([\\w-]+):([\\w-]*):([\\w-]*):([^\\s]+)$`)

/** Whether AWS has a partition of this name. */
export function isPartition(name: string): boolean {
  return WHOLE_PARTITION.test(name)
}

/** Takes an ARN apart; undefined when it is not one, or of an unknown partition. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] = ARN.exec(text) ?? []
  if (partition === undefined || service === undefined || resource === undefined) return undefined
  return { partition, service, region: region ?? '', account: account ?? '', resource }
}

/** The account of an IAM role, by its ARN; undefined for any other text. */
export function accountOfRole(text: string): string | undefined {
  const { service, account = '', resource = '' } = parseArn(text) ?? {}
  return service === 'iam' && /^\d{12}$/.test(account) && /^role\/./.test(resource)
    ? account
    : undefined
}
