import { DaypassError, type Problem } from '../errors.ts'
import type { Position } from '../place.ts'
import { buildRole } from './build-role.ts'
import type { FieldFinding } from './field-finding.ts'
import type { Role } from './role.ts'
import { draftRole } from './role-draft.ts'
import type { RoleOrigin } from './role-origin.ts'
import { checkRules } from './role-rules.ts'
import { readRoleText, type RoleText } from './role-text.ts'

const FINDINGS_MAX = 100

/**
 * Reads a role from YAML or JSON, in daypass's own form or as `vault read -format=json aws/roles/x` prints it.
 *
 * @param text - the whole of a file; at most 256 KiB
 * @throws {@link DaypassError} `role-invalid`, with every problem at once, each with its file, line and column.
 */
export function parseRole(text: string, origin: RoleOrigin): Role {
  return parseRoleText(readRoleText(text), origin)
}

/**
 * The same of a text that has been read, for those who go on asking for places in it.
 *
 * @throws {@link DaypassError} `role-invalid`, as {@link parseRole}.
 */
function parseRoleText(text: RoleText, origin: RoleOrigin): Role {
  return faultless(inspectRoleText(text, origin), origin)
}

/**
 * Reads a role from plain data: a document of the state store, or what Terraform hands over.
 *
 * @throws {@link DaypassError} `role-invalid`, with every problem at once; they have paths, but no lines.
 */
export function readRole(value: unknown, origin: RoleOrigin): Role {
  return faultless(inspectRole(value, origin), origin)
}

/** A role as it stands, for those who look at it without using it. */
export interface InspectedRole {
  /** There when it has no problems, or only some that leave it clear. */
  readonly role: Role | undefined
  readonly problems: readonly Problem[]
}

/** As {@link parseRoleText}, answering the problems with their places. */
export function inspectRoleText(
  { value, faults, placeOf }: RoleText,
  origin: RoleOrigin,
): InspectedRole {
  const ofText = faults.map(({ message, ...place }) => ({
    path: [],
    message,
    place: { file: origin.file, ...place },
  }))
  if (value === undefined) return { role: undefined, problems: ofText }
  const { role, findings, prefix } = checkRole(value, origin)
  const ofRole = findings.map((finding) => problemAt(finding, origin, placeOf, prefix))
  return {
    role: ofText.length === 0 ? role : undefined,
    problems: [...ofText, ...ofRole].sort(byPlace),
  }
}

/** As {@link readRole}, answering the problems. */
export function inspectRole(value: unknown, origin: RoleOrigin): InspectedRole {
  const { role, findings } = checkRole(value, origin)
  return { role, problems: findings.map(({ path, message }) => ({ path, message })) }
}

function faultless({ role, problems }: InspectedRole, origin: RoleOrigin): Role {
  if (role !== undefined && problems.length === 0) return role
  throw invalid(origin, problems)
}

interface CheckedRole {
  /** Undefined when there are findings that leave it unclear. */
  readonly role: Role | undefined
  readonly findings: readonly FieldFinding[]
  readonly prefix: readonly string[]
}

function checkRole(value: unknown, origin: RoleOrigin): CheckedRole {
  const draft = draftRole(value)
  const isMapping = draft.given.size > 0 || draft.findings.length === 0
  const findings = cut([...draft.findings, ...(isMapping ? checkRules(draft, origin) : [])])
  const type = draft.fields.credential_type
  const role =
    findings.some(({ isClear }) => isClear !== true) || type === undefined
      ? undefined
      : buildRole(type, draft.fields, origin.name)
  return { role, findings, prefix: draft.prefix }
}

/** Nobody reads more, and finding the place of each takes time. */
function cut(findings: readonly FieldFinding[]): readonly FieldFinding[] {
  if (findings.length <= FINDINGS_MAX) return findings
  const rest = `and ${findings.length - FINDINGS_MAX} more problems: cure these first`
  return [...findings.slice(0, FINDINGS_MAX), { path: [], message: rest }]
}

function problemAt(
  { path, message, at, onKey }: FieldFinding,
  { file }: RoleOrigin,
  placeOf: (path: FieldFinding['path'], onKey: boolean) => Position,
  prefix: readonly string[],
): Problem {
  const whole = [...prefix, ...(at ?? path)]
  return { path, message, place: { file, ...placeOf(whole, onKey ?? false) } }
}

function byPlace(a: Problem, b: Problem): number {
  const line = (a.place?.line ?? 0) - (b.place?.line ?? 0)
  return line === 0 ? (a.place?.column ?? 0) - (b.place?.column ?? 0) : line
}

function invalid({ file }: RoleOrigin, problems: readonly Problem[]): DaypassError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new DaypassError('role-invalid', `the role in ${file} has ${count}`, { problems })
}
