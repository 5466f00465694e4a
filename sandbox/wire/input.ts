import { AwsError, validationError } from '../aws-error.ts'

/** The parameters of an IAM or STS request, checked as they are read. */
export interface Input {
  /** A parameter that must be there. */
  text(name: string, rule?: TextRule): string
  optional(name: string, rule?: TextRule): string | undefined
  integer(name: string, range: Range): number | undefined
  flag(name: string): boolean | undefined
  /** `Name.member.1`, `Name.member.2` … */
  list(name: string): readonly string[]
  /** `Tags.member.1.Key` and `.Value`, at most 50, no key twice without regard to case. */
  tags(name?: string): Readonly<Record<string, string>>
}

/** What a text must look like. */
export interface TextRule {
  readonly pattern: RegExp
  readonly min: number
  readonly max: number
}

/** Bounds of a number, both allowed. */
export interface Range {
  readonly min: number
  readonly max: number
}

const name = (max: number, min = 1): TextRule => ({ pattern: /^[\w+=,.@-]*$/u, min, max })

/** The patterns and lengths of IAM's API reference. */
export const TEXT_RULES = {
  userName: name(64),
  roleName: name(64),
  groupName: name(128),
  policyName: name(128),
  sessionName: name(64, 2),
  federatedName: name(32, 2),
  sourceIdentity: { pattern: /^(?!aws:)[\w+=,.@-]*$/iu, min: 2, max: 64 },
  externalId: { pattern: /^[\w+=,.@:/-]*$/u, min: 2, max: 1224 },
  path: { pattern: /^(?:\/|\/[\u0021-\u007E]+\/)$/u, min: 1, max: 512 },
  pathPrefix: { pattern: /^\/[\u0021-\u007E]*$/u, min: 1, max: 512 },
  arn: { pattern: /^[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uFFFF]+$/u, min: 20, max: 2048 },
  accessKeyId: { pattern: /^\w+$/u, min: 16, max: 128 },
  document: { pattern: /^[\u0009\u000A\u000D\u0020-\u00FF]+$/u, min: 1, max: 131_072 },
  description: { pattern: /^[\u0009\u000A\u000D\u0020-\u00FF]*$/u, min: 0, max: 1000 },
  anything: { pattern: /^/u, min: 1, max: 131_072 },
} as const satisfies Record<string, TextRule>

/** Wraps decoded form fields. */
export function readInput(fields: readonly (readonly [string, string])[]): Input {
  const values = new Map(fields)
  const optional = (key: string, rule: TextRule = TEXT_RULES.anything): string | undefined => {
    const value = values.get(key)
    return value === undefined ? undefined : checkText(key, value, rule)
  }
  const list = (key: string): readonly string[] => {
    const items: string[] = []
    for (let index = 1; values.has(`${key}.member.${index}`); index += 1) {
      items.push(values.get(`${key}.member.${index}`) ?? '')
    }
    return items
  }
  return {
    optional,
    list,
    text: (key, rule) => {
      const value = optional(key, rule)
      if (value === undefined) throw violation(key, 'null', 'Member must not be null')
      return value
    },
    integer: (key, range) => checkInteger(key, values.get(key), range),
    flag: (key) => {
      const value = values.get(key)
      return value === undefined ? undefined : value === 'true'
    },
    tags: (key = 'Tags') => readTags(values, key),
  }
}

function checkText(key: string, value: string, rule: TextRule): string {
  if (value.length < rule.min) {
    const bound = `Member must have length greater than or equal to ${rule.min}`
    throw violation(key, value, bound)
  }
  if (value.length > rule.max) {
    throw violation(key, value, `Member must have length less than or equal to ${rule.max}`)
  }
  if (!rule.pattern.test(value)) {
    const pattern = `Member must satisfy regular expression pattern: ${rule.pattern.source}`
    throw violation(key, value, pattern)
  }
  return value
}

function checkInteger(key: string, text: string | undefined, range: Range): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isInteger(value)) {
    throw new AwsError(400, 'MalformedInput', `${key} is not an integer`)
  }
  if (value < range.min) {
    const bound = `Member must have value greater than or equal to ${range.min}`
    throw violation(key, text, bound)
  }
  if (value > range.max) {
    throw violation(key, text, `Member must have value less than or equal to ${range.max}`)
  }
  return value
}

function readTags(values: ReadonlyMap<string, string>, key: string): Record<string, string> {
  const tags: Record<string, string> = {}
  const seen = new Set<string>()
  for (let index = 1; values.has(`${key}.member.${index}.Key`); index += 1) {
    const at = `${key}.member.${index}`
    const tagKey = checkText(`${at}.Key`, values.get(`${at}.Key`) ?? '', TAG_KEY)
    tags[tagKey] = checkText(`${at}.Value`, values.get(`${at}.Value`) ?? '', TAG_VALUE)
    if (seen.has(tagKey.toLowerCase()) || tagKey.toLowerCase().startsWith('aws:')) {
      throw new AwsError(
        400,
        'InvalidInput',
        'Duplicate tag keys found, or a key begins with aws:. Please note that Tag keys are case insensitive.',
      )
    }
    seen.add(tagKey.toLowerCase())
  }
  if (seen.size > 50) {
    throw violation(key, '[…]', 'Member must have length less than or equal to 50')
  }
  return tags
}

const TAG_KEY: TextRule = { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u, min: 1, max: 128 }
const TAG_VALUE: TextRule = { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, min: 0, max: 256 }

function violation(key: string, value: string, constraint: string): AwsError {
  const member = key.charAt(0).toLowerCase() + key.slice(1)
  return validationError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  )
}
