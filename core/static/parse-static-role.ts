import { accountOfRole } from '../arn.ts'
import { parseDuration } from '../language/duration.ts'
import { DaypassError, type Problem } from '../errors.ts'
import { ROLE_NAME_PATTERN } from '../lease/lease-id.ts'
import { closest } from '../language/closest.ts'
import { type RoleFinding, quote } from '../role/finding.ts'
import { isMapping, type Mapping, plainData } from '../role/plain-data.ts'
import { readRoleText } from '../role/role-text.ts'
import type { StaticRole } from './static-role.ts'

/** Where a static role's definition comes from. */
export interface StaticRoleOrigin {
  /** File or object key, for messages. */
  readonly file: string
  /** Its name unless the definition says otherwise. */
  readonly name: string
}

const PERIOD_MIN_SECONDS = 60
const GRACE_SECONDS = 3600

const FIELDS = [
  'name',
  'description',
  'username',
  'rotation_period',
  'grace_period',
  'assume_role_arn',
  'assume_role_session_name',
  'external_id',
]

/**
 * Reads a static role from YAML or JSON.
 *
 * @throws `role-invalid`, with every problem at once, each with its file, line and column.
 */
export function parseStaticRole(text: string, origin: StaticRoleOrigin): StaticRole {
  const { value, faults, placeOf } = readRoleText(text)
  const { file } = origin
  const ofText = faults.map(({ message, ...place }) => ({
    path: [],
    message,
    place: { file, ...place },
  }))
  if (value === undefined) throw invalid(origin, ofText)
  const checked = check(value, origin)
  const ofRole = checked.findings.map(({ path, message, onKey }) => ({
    path,
    message,
    place: { file, ...placeOf(path, onKey ?? false) },
  }))
  if (checked.role !== undefined && ofText.length === 0) return checked.role
  throw invalid(origin, [...ofText, ...ofRole])
}

function invalid({ file }: StaticRoleOrigin, problems: readonly Problem[]): DaypassError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new DaypassError('role-invalid', `the static role in ${file} has ${count}`, { problems })
}

interface Checked {
  readonly role: StaticRole | undefined
  readonly findings: readonly RoleFinding[]
}

function check(value: unknown, origin: StaticRoleOrigin): Checked {
  if (!isMapping(value)) {
    const message = 'a static role must be a mapping of fields (username: …)'
    return { role: undefined, findings: [{ path: [], message }] }
  }
  const plain = plainData(value)
  const input = isMapping(plain.value) ? plain.value : {}
  const findings: RoleFinding[] = [...plain.findings, ...unknownFields(input)]
  const fields = readFields(input, origin, findings)
  const { username, rotation_period } = fields
  const isWhole = username !== undefined && rotation_period !== undefined
  if (findings.length > 0 || !isWhole) return { role: undefined, findings }
  return { role: { ...fields, username, rotation_period }, findings }
}

function unknownFields(input: Mapping): readonly RoleFinding[] {
  return Object.keys(input)
    .filter((key) => !FIELDS.includes(key))
    .map((key) => {
      const meant = closest(key, FIELDS)
      const cure = meant === undefined ? `there are ${FIELDS.join(', ')}` : `did you mean ${meant}?`
      return {
        path: [key],
        message: `${quote(key)} is not a field of a static role: ${cure}`,
        onKey: true,
      }
    })
}

function readFields(input: Mapping, origin: StaticRoleOrigin, findings: RoleFinding[]) {
  const read = fieldReader(input, findings)
  const period = read.seconds('rotation_period', PERIOD_MIN_SECONDS)
  const grace = read.seconds('grace_period', 0)
  const arn = read.text('assume_role_arn', /./, 'the ARN of a role')
  const fields = {
    name: read.text('name', ROLE_NAME_PATTERN, 'a name: letters, digits and _.@-') ?? origin.name,
    username: read.text('username', /^[\w+=,.@-]{1,64}$/, 'the name of an IAM user'),
    rotation_period: period,
    grace_period: grace ?? Math.min(GRACE_SECONDS, Math.floor((period ?? 0) / 2)),
    ...present({
      description: read.text('description', /^[^]{0,1000}$/, 'a text of at most 1,000 characters'),
      assume_role_arn: arn,
      assume_role_session_name: read.text(
        'assume_role_session_name',
        /^[\w+=,.@-]{2,64}$/,
        'a session name',
      ),
      external_id: read.text('external_id', /^[\w+=,.@:/-]{2,1224}$/, 'an external id of AWS'),
    }),
  }
  if (!read.given('username')) {
    read.fail('username', 'is missing: the IAM user whose key is rotated')
  }
  if (!read.given('rotation_period')) {
    read.fail('rotation_period', 'is missing: how often the key is replaced, like 30d')
  }
  if (grace !== undefined && period !== undefined && grace >= period) {
    read.fail('grace_period', 'is not shorter than rotation_period: a user has two keys at most')
  }
  if (arn !== undefined && accountOfRole(arn) === undefined) {
    read.fail('assume_role_arn', `is not the ARN of a role: ${quote(arn)}`)
  }
  for (const field of ['assume_role_session_name', 'external_id']) {
    if (read.given(field) && !read.given('assume_role_arn')) {
      read.fail(field, 'goes with assume_role_arn only')
    }
  }
  if (!ROLE_NAME_PATTERN.test(fields.name)) {
    read.fail('name', `is missing, and ${quote(origin.name)} is none`)
  }
  return fields
}

/** Reads fields one by one, and notes what is wrong with each. */
function fieldReader(input: Mapping, findings: RoleFinding[]) {
  const given = (field: string): boolean => input[field] !== undefined && input[field] !== null
  const fail = (field: string, message: string): void => {
    const at = Object.hasOwn(input, field) ? {} : { at: [] }
    findings.push({ path: [field], message: `${field} ${message}`, ...at })
  }
  return {
    given,
    fail,
    text: (field: string, pattern: RegExp, what: string): string | undefined => {
      if (!given(field)) return undefined
      const found = input[field]
      if (typeof found === 'string' && pattern.test(found)) return found
      fail(field, `is not ${what}: ${quote(JSON.stringify(found))}`)
      return undefined
    },
    seconds: (field: string, min: number): number | undefined => {
      if (!given(field)) return undefined
      const read = parseDuration(input[field])
      if (read !== undefined && read >= min) return read
      fail(field, `is not a duration of at least ${min} seconds, like 30d, 12h or 3600`)
      return undefined
    },
  }
}

function present<T extends object>(fields: T): { [F in keyof T]?: NonNullable<T[F]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [F in keyof T]?: NonNullable<T[F]> }
}
