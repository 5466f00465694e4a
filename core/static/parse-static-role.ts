import { DaypassError, type Problem } from '../errors.ts'
import { defined } from '../language/defined.ts'
import { ROLE_NAME_PATTERN } from '../lease/lease-id.ts'
import type { Definition } from '../role/explain-issue.ts'
import { type FieldFinding, quote } from '../role/field-finding.ts'
import { isMapping } from '../role/plain-data.ts'
import { readFields } from '../role/read-fields.ts'
import { readRoleText } from '../role/role-text.ts'
import {
  type StaticRoleFields,
  looseStaticRoleSchema,
  staticRoleSchema,
} from './static-role-schema.ts'
import type { StaticRole } from './static-role.ts'

/** Where a static role's definition comes from. */
export interface StaticRoleOrigin {
  /** File or object key, for messages. */
  readonly file: string
  /** Its name unless the definition says otherwise. */
  readonly name: string
}

const GRACE_SECONDS = 3600

const STATIC_ROLE: Definition = {
  what: 'a static role',
  fieldNames: Object.keys(staticRoleSchema.shape),
}

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
  const ofRole = checked.findings.map(({ path, message, at = path, onKey }) => ({
    path,
    message,
    place: { file, ...placeOf(at, onKey ?? false) },
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
  readonly findings: readonly FieldFinding[]
}

function check(value: unknown, origin: StaticRoleOrigin): Checked {
  if (!isMapping(value)) {
    const message = 'a static role must be a mapping of fields (username: …)'
    return { role: undefined, findings: [{ path: [], message }] }
  }
  const read = readFields(
    value,
    STATIC_ROLE,
    (input) => staticRoleSchema.safeParse(input).error?.issues,
  )
  const fields = looseStaticRoleSchema.safeParse(read.sound).data ?? {}
  const findings = [...read.findings, ...checkRules(fields, read.given, origin)]
  return { role: findings.length > 0 ? undefined : build(fields, origin), findings }
}

function checkRules(
  fields: StaticRoleFields,
  given: ReadonlySet<string>,
  origin: StaticRoleOrigin,
): readonly FieldFinding[] {
  const findings: FieldFinding[] = []
  const { grace_period, rotation_period } = fields
  if (
    grace_period !== undefined &&
    rotation_period !== undefined &&
    grace_period >= rotation_period
  ) {
    const message = 'grace_period must be shorter than rotation_period: a user has two keys at most'
    findings.push({ path: ['grace_period'], message })
  }
  for (const field of ['assume_role_session_name', 'external_id']) {
    if (given.has(field) && !given.has('assume_role_arn'))
      findings.push({ path: [field], message: `${field} goes with assume_role_arn only` })
  }
  if (!given.has('name') && !ROLE_NAME_PATTERN.test(origin.name)) {
    const message = `name is missing, and ${quote(origin.name)} is none`
    findings.push({ path: ['name'], message, at: [] })
  }
  return findings
}

function build(fields: StaticRoleFields, origin: StaticRoleOrigin): StaticRole | undefined {
  const { name = origin.name, username, rotation_period, grace_period } = fields
  if (username === undefined || rotation_period === undefined) return undefined
  const { description, assume_role_arn, assume_role_session_name, external_id } = fields
  return {
    name,
    username,
    rotation_period,
    grace_period: grace_period ?? Math.min(GRACE_SECONDS, Math.floor(rotation_period / 2)),
    ...defined({ description, assume_role_arn, assume_role_session_name, external_id }),
  }
}
