import { parseDuration } from '../../../core/language/duration.ts'
import { DaypassError, type Problem, isDaypassError } from '../../../core/errors.ts'
import { readPolicyDocument } from '../../../core/policy/document.ts'
import type { PolicyDocument } from '../../../core/policy/policy.ts'
import { closest } from '../../../core/language/closest.ts'
import {
  type FieldPath,
  type FieldFinding,
  label,
  quote,
} from '../../../core/role/field-finding.ts'
import { type Mapping, isMapping, plainData } from '../../../core/role/plain-data.ts'
import { readRoleText } from '../../../core/role/role-text.ts'
import type { Severity } from '../../model/judgement.ts'
import { type Guardrail, NO_LIMITS, type RoleWaiver } from './guardrail.ts'
import { readGuardrailWaivers, type WrittenWaiver } from './read-guardrail-waivers.ts'
import { SEVERITIES } from '../severities.ts'
import { defined } from '../../../core/language/defined.ts'

/** The fields of a guardrail file. */
const FIELDS = [
  'severities',
  'reference_policy',
  'forbidden_actions',
  'longest_ttl',
  'required_boundaries',
  'owners',
  'accounts',
  'protected_resources',
  'waivers',
]

const ACTION = /^(?:\*|[A-Za-z0-9.-]+:[\w.*?-]+)$/
const POLICY_ARN = /^arn:[\w-]+:iam::(?:\d{12}|aws):policy\/\S+$/

/**
 * Reads a guardrail file, YAML or JSON. As strict as the reader of roles: what it does not know is an error.
 *
 * @param ruleIds - ids of all rules, for `severities`
 * @throws {@link DaypassError} `request-invalid`, with every problem at once, each with its place.
 */
export function readGuardrail(text: string, file: string, ruleIds: readonly string[]): Guardrail {
  const { value, faults, placeOf } = readRoleText(text)
  const ofText = faults.map(({ message, line, column }): Problem => {
    return { path: [], message, place: { file, line, column } }
  })
  const read = value === undefined ? undefined : readFields(value, ruleIds)
  const ofFields = (read?.findings ?? []).map(({ path, message, onKey }): Problem => {
    return { path, message, place: { file, ...placeOf(path, onKey ?? false) } }
  })
  const placed = (read?.waivers ?? []).map(({ role, waiver, path }): RoleWaiver => {
    return { role, waiver: { ...waiver, place: { file, ...placeOf(path, false) } } }
  })
  const problems = [...ofText, ...ofFields]
  if (read === undefined || problems.length > 0) {
    throw new DaypassError('request-invalid', `the guardrail file ${file} is not valid`, {
      problems,
    })
  }
  return { file, ...read.guardrail, waivers: placed }
}

interface Reading {
  readonly guardrail: Omit<Guardrail, 'file' | 'waivers'>
  readonly waivers: readonly WrittenWaiver[]
  readonly findings: readonly FieldFinding[]
}

function readFields(value: unknown, ruleIds: readonly string[]): Reading {
  const plain = plainData(value)
  const findings: FieldFinding[] = [...plain.findings]
  if (!isMapping(plain.value)) {
    findings.push({ path: [], message: 'a guardrail file must be a mapping of fields' })
    return { guardrail: NO_LIMITS, waivers: [], findings }
  }
  const fields = plain.value
  findings.push(...unknownFields(fields))
  const list = (field: string, isItem: (text: string) => boolean, form: string) =>
    readList(fields[field], { field, isItem, form }, findings)
  const policy = readPolicy(fields['reference_policy'], findings)
  const ttl = readTtl(fields['longest_ttl'], findings)
  return {
    guardrail: {
      severities: readSeverities(fields['severities'], ruleIds, findings),
      ...defined({ referencePolicy: policy, longestTtlSeconds: ttl }),
      forbiddenActions: list(
        'forbidden_actions',
        (text) => ACTION.test(text),
        'such as iam:Create*',
      ),
      requiredBoundaries: list(
        'required_boundaries',
        (text) => POLICY_ARN.test(text),
        'the ARN of a policy',
      ),
      owners: list('owners', (text) => /\S/.test(text), 'a text that is not empty'),
      accounts: list('accounts', (text) => /^\d{12}$/.test(text), '12 digits in quotes'),
      protectedResources: list(
        'protected_resources',
        (text) => /^arn:[^:]+:[^:]+:/.test(text),
        'an ARN, which may hold wildcards',
      ),
    },
    waivers: readGuardrailWaivers(fields['waivers'], ruleIds, findings),
    findings,
  }
}

function unknownFields(fields: Mapping): readonly FieldFinding[] {
  return Object.keys(fields)
    .filter((field) => !FIELDS.includes(field))
    .map((field) => {
      const meant = closest(field, FIELDS)
      const cure = meant === undefined ? `known are ${FIELDS.join(', ')}` : `did you mean ${meant}?`
      return {
        path: [field],
        onKey: true,
        message: `${label([field])} is not a field of a guardrail file: ${cure}`,
      }
    })
}

interface ListForm {
  readonly field: string
  readonly isItem: (text: string) => boolean
  readonly form: string
}

function readList(
  value: unknown,
  { field, isItem, form }: ListForm,
  findings: FieldFinding[],
): readonly string[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    findings.push({ path: [field], message: `${field} must be a list` })
    return []
  }
  return value.flatMap((item: unknown, index) => {
    if (typeof item === 'string' && isItem(item)) return [item]
    const path: FieldPath = [field, index]
    const fault = typeof item === 'string' ? `is ${quote(item)}` : 'is no text'
    findings.push({ path, message: `${label(path)} ${fault}: it must be ${form}` })
    return []
  })
}

function readSeverities(
  value: unknown,
  ruleIds: readonly string[],
  findings: FieldFinding[],
): Guardrail['severities'] {
  if (value === undefined) return {}
  if (!isMapping(value)) {
    findings.push({
      path: ['severities'],
      message: 'severities must be a mapping of rule: severity',
    })
    return {}
  }
  const entries = Object.entries(value).flatMap(([rule, severity]) => {
    const path = ['severities', rule]
    if (!ruleIds.includes(rule)) {
      const meant = closest(rule, ruleIds)
      const cure = meant === undefined ? '' : `: did you mean ${meant}?`
      findings.push({ path, onKey: true, message: `${quote(rule)} is not a rule${cure}` })
      return []
    }
    const known = [...SEVERITIES, 'off' as const].find((one) => one === severity)
    if (known === undefined) {
      const words = [...SEVERITIES, 'off'].join(', ')
      findings.push({ path, message: `${label(path)} must be one of ${words}` })
      return []
    }
    return [[rule, known] as const]
  })
  return Object.fromEntries<Severity | 'off'>(entries)
}

function readTtl(value: unknown, findings: FieldFinding[]): number | undefined {
  if (value === undefined) return undefined
  const seconds = parseDuration(value)
  if (seconds !== undefined && seconds > 0) return seconds
  findings.push({ path: ['longest_ttl'], message: 'longest_ttl must be a duration such as 4h' })
  return undefined
}

function readPolicy(value: unknown, findings: FieldFinding[]): PolicyDocument | undefined {
  if (value === undefined) return undefined
  const field = 'reference_policy'
  if (typeof value !== 'string' && !isMapping(value)) {
    findings.push({ path: [field], message: `${field} must be a policy` })
    return undefined
  }
  try {
    return readPolicyDocument(value, 'identity')
  } catch (error) {
    if (!isDaypassError(error)) throw error
    for (const problem of error.problems) {
      const path = [field, ...problem.path]
      findings.push({ path, message: `${label(path)} ${problem.message}` })
    }
    return undefined
  }
}
