import { parseArn } from '../arn.ts'
import { unfitness } from '../trust/subject-fault.ts'
import { readSubject } from '../trust/subject.ts'
import { AWS_LIMITS, AWS_PATTERNS } from './aws-limits.ts'
import { DAYPASS_LIMITS } from './daypass-limits.ts'
import { type FieldFinding, firstPlaces, quote } from './field-finding.ts'
import { checkTemplate, staticPart } from './name-template.ts'
import type { RoleDraft } from './role-draft.ts'

/** Names that AWS would refuse: of sessions, source identities, groups, MFA devices, paths and subjects. */
export function checkNames(draft: RoleDraft): readonly FieldFinding[] {
  const { role_session_name, source_identity, mfa_serial_number, user_path, iam_groups } =
    draft.fields
  return [
    ...finding('role_session_name', role_session_name, faultOfSessionName),
    ...finding('source_identity', source_identity, faultOfSourceIdentity),
    ...finding('mfa_serial_number', mfa_serial_number, faultOfMfa),
    ...finding('user_path', user_path, (path) =>
      path === '//' ? 'is //: write / for no path' : undefined,
    ),
    ...(iam_groups ?? []).flatMap((group, index) => checkGroup(group, index)),
    ...(draft.fields.subjects ?? []).flatMap((subject, index) => checkSubject(subject, index)),
    ...checkDoubles(draft.fields.subjects ?? []),
  ]
}

function finding(
  field: string,
  value: string | undefined,
  faultOf: (value: string) => string | undefined,
): readonly FieldFinding[] {
  const fault = value === undefined ? undefined : faultOf(value)
  return fault === undefined ? [] : [{ path: [field], message: `${field} ${fault}` }]
}

function faultOfSessionName(template: string): string | undefined {
  const fault = checkTemplate(template)
  if (fault !== undefined) return `is not a template: ${fault}`
  const fixed = staticPart(template)
  if (!AWS_PATTERNS.sessionName.test(fixed))
    return `${strange(fixed)}: use letters, digits and _+=,.@-`
  const max = DAYPASS_LIMITS.readableNameCharacters
  if (fixed.length <= max) return undefined
  return `has ${fixed.length} characters besides its fields: AWS takes ${AWS_LIMITS.sessionNameCharacters}, and the lease's own part leaves ${max}`
}

function faultOfSourceIdentity(template: string): string | undefined {
  const fault = checkTemplate(template)
  if (fault !== undefined) return `is not a template: ${fault}`
  const fixed = staticPart(template)
  if (/^aws:/i.test(template)) return 'starts with aws:, which AWS keeps for itself: choose another'
  if (!AWS_PATTERNS.sessionName.test(fixed))
    return `${strange(fixed)}: use letters, digits and _+=,.@-`
  const { sourceIdentityCharactersMin: min, sessionNameCharacters: max } = AWS_LIMITS
  if (fixed.length > max)
    return `has ${fixed.length} characters besides its fields, more than ${max}: shorten it`
  if (fixed === template && fixed.length < min)
    return `has ${fixed.length} character, less than ${min}: lengthen it`
  return undefined
}

function strange(text: string): string {
  const character = Array.from(text).find((one) => !AWS_PATTERNS.sessionName.test(one)) ?? text
  return `has ${quote(character)}, which AWS does not allow`
}

function faultOfMfa(serial: string): string | undefined {
  if (!serial.startsWith('arn:')) {
    if (AWS_PATTERNS.mfaSerialNumber.test(serial)) return undefined
    return `is not a serial number, ${quote(serial)}: 9 to 256 letters, digits and _+=/:,.@-, or arn:aws:iam::123456789012:mfa/NAME`
  }
  const arn = parseArn(serial)
  const isDevice = arn?.service === 'iam' && arn.region === '' && arn.resource.startsWith('mfa/')
  if (isDevice && AWS_PATTERNS.mfaSerialNumber.test(serial)) return undefined
  return `is not the ARN of an MFA device, ${quote(serial)}: write it as arn:aws:iam::123456789012:mfa/NAME`
}

function checkGroup(group: string, index: number): readonly FieldFinding[] {
  const path = ['iam_groups', index]
  const name = `iam_groups[${index}]`
  if (group.startsWith('arn:')) {
    const own = group.split('/').at(-1) ?? ''
    return [
      {
        path,
        message: `${name} is an ARN, ${quote(group)}: give the group's name alone, ${quote(own)}`,
      },
    ]
  }
  if (AWS_PATTERNS.groupName.test(group)) return []
  return [
    {
      path,
      message: `${name} is not the name of a group, ${quote(group)}: 1 to 128 letters, digits and _+=,.@-`,
    },
  ]
}

/** What no token can ever have is a mistake, which is better reported here than by a job that is refused. */
function checkSubject(subject: string, index: number): readonly FieldFinding[] {
  const path = ['subjects', index]
  const name = `subjects[${index}]`
  if (subject.trim() !== subject)
    return [{ path, message: `${name} begins or ends with a space, ${quote(subject)}: remove it` }]
  if (/[\t\n\r]/.test(subject))
    return [{ path, message: `${name} holds a line break or tab: remove it` }]
  if (/[\p{Cc}\p{Bidi_Control}]/u.test(subject))
    return [{ path, message: `${name} holds a control character: remove it` }]
  const fault = unfitness(readSubject(subject))
  if (fault === undefined) return []
  return [{ path, message: `${name} ${fault.replace(': ', () => `, ${quote(subject)}: `)}` }]
}

/** A subject that stands twice was meant to be another. */
function checkDoubles(subjects: readonly string[]): readonly FieldFinding[] {
  const firsts = firstPlaces(subjects)
  return subjects.flatMap((subject, index) => {
    const first = firsts.get(subject) ?? index
    if (first === index) return []
    const message = `subjects[${index}] is the same as subjects[${first}]: remove one`
    return [{ path: ['subjects', index], message }]
  })
}
