import { checkPolicyDocument } from '../policy/check.ts'
import { compactPolicy } from '../policy/text.ts'
import { type FieldFinding, label, quote } from './field-finding.ts'
import { isMapping } from './plain-data.ts'
import { checkPolicySizes } from './policy-size-rules.ts'
import type { RoleDraft } from './role-draft.ts'
import { repeatedJsonKeys } from './yaml-document.ts'

/** Policies that AWS would not understand, that are too many or too large. */
export function checkPolicies(draft: RoleDraft): readonly FieldFinding[] {
  const { credential_type: type, policy_document: document } = draft.fields
  if (type === undefined || type === 'session_token') return []
  const kind = type === 'iam_user' ? 'identity' : 'session'
  const faults = document === undefined ? [] : checkDocument(document, kind)
  return [...faults, ...checkPolicySizes(draft, faults.length === 0)]
}

function checkDocument(
  document: object | string,
  kind: 'identity' | 'session',
): readonly FieldFinding[] {
  if (typeof document === 'string' && /^\s*@/.test(document))
    return [
      {
        path: ['policy_document'],
        message: `policy_document: ${quote(document.trim())} names a file, which only Vault's command line reads: write here what stands in it, as YAML or JSON`,
      },
    ]
  const faults = checkPolicyDocument(document, kind).map((problem): FieldFinding => {
    const path = ['policy_document', ...problem.path]
    const colon = problem.path.length === 0 ? ':' : ''
    return { path, message: `${label(path)}${colon} ${problem.message}` }
  })
  // Only a policy that is one can be read further.
  return faults.length > 0 ? faults : [...checkText(document), ...checkSids(document)]
}

function checkText(document: object | string): readonly FieldFinding[] {
  const messages =
    typeof document === 'string' ? repeatedJsonKeys(document).map(explainRepeated) : []
  const strange = /[^\t\n\r\u0020-\u00FF]/u.exec(compactPolicy(document))?.[0]
  if (strange !== undefined) {
    messages.push(
      `has ${quote(strange)}, but AWS takes only characters up to U+00FF: use a wildcard`,
    )
  }
  return messages.map((message) => ({
    path: ['policy_document'],
    message: `policy_document ${message}`,
  }))
}

function explainRepeated(key: string): string {
  return `has ${quote(key)} twice in one object, and only one of them would count: remove the other`
}

/** daypass replaces the statements that it adds itself by their Sid. */
function checkSids(document: object | string): readonly FieldFinding[] {
  const policy: unknown = JSON.parse(compactPolicy(document))
  const statement = isMapping(policy) ? policy['Statement'] : undefined
  const isList = Array.isArray(statement)
  return (isList ? (statement as readonly unknown[]) : [statement]).flatMap((item, index) => {
    const sid = isMapping(item) ? item['Sid'] : undefined
    if (typeof sid !== 'string' || !/^daypass/i.test(sid)) return []
    const path = ['policy_document', 'Statement', ...(isList ? [index] : []), 'Sid']
    const message = `${label(path)} is ${quote(sid)}: names that begin with Daypass are for the statements that daypass adds; rename it`
    return [{ path, message }]
  })
}
