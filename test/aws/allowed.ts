import { readPolicyDocument } from '../../core/policy/document.ts'
import { evaluate } from '../../core/policy/evaluate.ts'

/** Policies as text; absent session policies are none at all. */
export interface Policies {
  readonly identity: readonly string[]
  readonly session?: readonly string[]
}

/** Whether a role session with these policies may do something at a time. */
export function isAllowed(action: string, now: Date, { identity, session }: Policies): boolean {
  const named = (texts: readonly string[], kind: 'identity' | 'session') =>
    texts.map((text) => ({ name: kind, document: readPolicyDocument(text, kind) }))
  const request = {
    action,
    resource: '*',
    context: { 'aws:CurrentTime': now.toISOString().replace(/\.\d+Z$/, 'Z') },
    principal: {
      kind: 'role-session' as const,
      arns: ['arn:aws:sts::123456789012:assumed-role/r/s', 'arn:aws:iam::123456789012:role/r'],
      accountId: '123456789012',
    },
  }
  const policies = {
    identity: named(identity, 'identity'),
    ...(session === undefined ? {} : { session: named(session, 'session') }),
  }
  return evaluate(request, policies).decision === 'allowed'
}
