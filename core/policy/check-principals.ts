import type { Problem } from '../errors.ts'
import { splitArn } from './arn.ts'
import { type Path, checkTexts, EMPTY } from './check-elements.ts'
import type { PolicyKind } from './policy.ts'
import { isRecord } from './text.ts'

/** Problems of a `Principal` or `NotPrincipal` element. */
export function checkPrincipals(value: unknown, path: Path, kind: PolicyKind): readonly Problem[] {
  if (value === undefined || value === null || value === '*') return []
  if (!isRecord(value) || Object.keys(value).length === 0) {
    return [
      {
        path,
        message: `must be '*' or an object such as {"AWS": "arn:aws:iam::123456789012:root"}`,
      },
    ]
  }
  return Object.entries(value).flatMap(([type, names]) => {
    const here = [...path, type]
    const check = PRINCIPALS.get(type)
    if (check === undefined || (type === 'CanonicalUser' && kind === 'trust')) {
      return [{ path: here, message: 'must be AWS, Federated, Service or, for S3, CanonicalUser' }]
    }
    return names === undefined ? [{ path: here, message: EMPTY }] : checkTexts(names, here, check)
  })
}

type Check = (name: string) => string | undefined

const PRINCIPALS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['AWS', checkAws],
  ['Federated', checkFederated],
  ['Service', checkService],
  ['CanonicalUser', checkCanonicalUser],
])

function checkAws(name: string): string | undefined {
  // The last is what IAM shows in place of a user or role that was deleted.
  if (name === '*' || /^(?:\d{12}|A[A-Z0-9]{15,127})$/.test(name)) return undefined
  const arn = splitArn(name)
  const isPrincipal =
    arn?.[0] === 'arn' &&
    /^(?:\d{12})?$/.test(arn[4] ?? '') &&
    ((arn[2] === 'iam' && /^(?:root$|user\/.|role\/.)/.test(arn[5] ?? '')) ||
      (arn[2] === 'sts' && /^(?:assumed-role\/[^/]+\/|federated-user\/)./.test(arn[5] ?? '')))
  if (!isPrincipal) return "must be '*', an account or the ARN of a user, role, session or root"
  return /[*?]/.test(name)
    ? "cannot have wildcards: name the principal in full, or everybody by '*'"
    : undefined
}

function checkFederated(name: string): string | undefined {
  return name === '' || /[*?\s]/.test(name) ? 'must be a provider, without wildcards' : undefined
}

function checkService(name: string): string | undefined {
  return /^[\w-]+(?:\.[\w-]+)+$/.test(name)
    ? undefined
    : 'must be a service, such as ec2.amazonaws.com'
}

function checkCanonicalUser(name: string): string | undefined {
  return /^[a-z0-9]+$/i.test(name) ? undefined : 'must be a canonical user id'
}
