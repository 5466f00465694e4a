import { type FieldFinding, label } from '../../../core/role/field-finding.ts'
import type { FieldPath } from '../../../core/role/field-finding.ts'
import { isMapping } from '../../../core/role/plain-data.ts'
import { defined } from '../../../core/language/defined.ts'
import type { Waiver } from '../../model/judgement.ts'
import { dayOf } from '../waivers/waiver.ts'

/** A waiver as it stands in a guardrail file. */
export interface WrittenWaiver {
  readonly role: string
  readonly waiver: Omit<Waiver, 'place'>
  readonly path: FieldPath
}

const KEYS = ['role', 'rules', 'fingerprint', 'until', 'reason']
const FORM =
  'must have role, rules (a list), until (YYYY-MM-DD, at most a year away) and reason, and may have fingerprint'

/** Reads `waivers` of a guardrail file; what is wrong with an entry is added to `findings`, and the entry left out. */
export function readGuardrailWaivers(
  value: unknown,
  ruleIds: readonly string[],
  findings: FieldFinding[],
): readonly WrittenWaiver[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    findings.push({ path: ['waivers'], message: 'waivers must be a list' })
    return []
  }
  return value.flatMap((entry: unknown, index) => {
    const path: FieldPath = ['waivers', index]
    const read = readEntry(entry, ruleIds)
    if (read !== undefined) return [{ ...read, path }]
    findings.push({ path, message: `${label(path)} ${FORM}` })
    return []
  })
}

function readEntry(
  entry: unknown,
  ruleIds: readonly string[],
): Omit<WrittenWaiver, 'path'> | undefined {
  if (!isMapping(entry) || Object.keys(entry).some((key) => !KEYS.includes(key))) return undefined
  const { role, rules, fingerprint, until, reason } = entry
  const end = typeof until === 'string' ? dayOf(until) : undefined
  if (typeof role !== 'string' || typeof reason !== 'string' || reason.trim() === '')
    return undefined
  if (!Array.isArray(rules) || rules.length === 0 || end === undefined) return undefined
  const known = rules.filter((rule) => typeof rule === 'string' && ruleIds.includes(rule))
  if (known.length < rules.length) return undefined
  if (fingerprint !== undefined && !isFingerprint(fingerprint)) return undefined
  return { role, waiver: { rules: known, reason, until: end, ...defined({ fingerprint }) } }
}

function isFingerprint(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{16}$/.test(text)
}
