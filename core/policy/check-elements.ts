import type { Problem } from '../errors.ts'
import type { PolicyKind } from './policy.ts'

/** Where a value stands in its document. */
export type Path = Problem['path']

/** Problems of an `Action` or `NotAction` element. */
export function checkActions(value: unknown, path: Path, kind: PolicyKind): readonly Problem[] {
  return checkTexts(value, path, (action) => {
    if (kind === 'trust') {
      return /^sts:[A-Za-z0-9*?]+$/i.test(action)
        ? undefined
        : 'a trust policy may only name actions of sts, such as sts:AssumeRole'
    }
    return action === '*' || /^(?:\*|[a-z0-9.-]+):[\w.*?-]+$/i.test(action)
      ? undefined
      : "must be '*' or service:Name, such as s3:GetObject or s3:Get*"
  })
}

/** What is said of an element without a text. */
export const EMPTY = 'must be a text or a list of at least one'

/**
 * Checks an element that is one text or a list of texts; the check answers what is wrong with one.
 */
export function checkTexts(
  value: unknown,
  path: Path,
  check: (text: string) => string | undefined,
): readonly Problem[] {
  // Absence is judged elsewhere, and so is null.
  if (value === undefined || value === null) return []
  const isList = Array.isArray(value)
  const list: readonly unknown[] = isList ? value : [value]
  if (list.length === 0) return [{ path, message: EMPTY }]
  return list.flatMap((item, index) => {
    const here = isList ? [...path, index] : path
    if (typeof item !== 'string') return [{ path: here, message: isList ? 'must be text' : EMPTY }]
    const message = check(item)
    return message === undefined ? [] : [{ path: here, message }]
  })
}
