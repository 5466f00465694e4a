import type { Problem } from '../errors.ts'
import type { PolicyKind } from './policy.ts'

/** Where a value stands in its document. */
export type Path = Problem['path']

/** Problems of an `Action` or `NotAction` element. */
export function checkActions(value: unknown, path: Path, kind: PolicyKind): readonly Problem[] {
  return checkTexts(value, path, (action) => {
    if (kind === 'trust') {
      return /^sts:[A-Za-z0-9*?]+$/i.test(action)
        ? undefined
        : 'a trust policy may only name actions of sts, such as sts:AssumeRole'
    }
    return action === '*' || /^(?:\*|[a-z0-9.-]+):[\w.*?-]+$/i.test(action)
      ? undefined
      : "must be '*' or service:Name, such as s3:GetObject or s3:Get*"
  })
}

/** Problems of a `Resource` or `NotResource` element. */
export function checkResources(value: unknown, path: Path, kind: PolicyKind): readonly Problem[] {
  return checkTexts(value, path, (resource) => {
    if (resource === '*') return undefined
    const [prefix, partition, service, ...rest] = resource.split(':')
    if (prefix !== 'arn' || partition === undefined) {
      return "must be '*' or an ARN, such as arn:aws:s3:::my-bucket/*"
    }
    if (!/^(?:\*|aws(?:-[a-z]+)*)$/.test(partition)) {
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
    return service === 'iam' ? checkIamResource(rest) : undefined
  })
}

/**
 * From IAM's own messages: "cannot contain region information", "must either be "*" or start with
 * user/ […]". A root user is what `sts:AssumeRoot` works on: IAM User Guide, "Perform a privileged task on an AWS
 * Organizations member account".
 */
function checkIamResource(rest: readonly string[]): string | undefined {
  const [region, , path] = rest
  if (path === undefined) return undefined
  if (region !== '' && region !== '*') return 'cannot have a region: IAM has none'
  return path === '*' || path === 'root' || /^[a-z-]+\//.test(path)
    ? undefined
    : "must be '*' or start with a type of resource, such as role/, after the account"
}

/** What is said of an element without a text. */
export const EMPTY = 'must be a text or a list of at least one'

/**
 * Checks an element that is one text or a list of texts; the check answers what is wrong with one.
 */
export function checkTexts(
  value: unknown,
  path: Path,
  check: (text: string) => string | undefined,
): readonly Problem[] {
  // Absence is judged elsewhere, and so is null.
  if (value === undefined || value === null) return []
  const isList = Array.isArray(value)
  const list: readonly unknown[] = isList ? value : [value]
  if (list.length === 0) return [{ path, message: EMPTY }]
  return list.flatMap((item, index) => {
    const here = isList ? [...path, index] : path
    if (typeof item !== 'string') return [{ path: here, message: isList ? 'must be text' : EMPTY }]
    const message = check(item)
    return message === undefined ? [] : [{ path: here, message }]
  })
}
