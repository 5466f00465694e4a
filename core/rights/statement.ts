/** One statement of a policy that daypass prints; lists even where there is one, so that a diff is by lines. */
export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >
}

/** A policy that daypass prints. */
export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

/** An Allow, or nothing where there is nothing to do or nothing to do it to. */
export function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: PolicyStatement['Condition'],
): readonly PolicyStatement[] {
  if (Action.length === 0 || Resource.length === 0) return []
  return [{ Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) }]
}

/** Each once, in order. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort()
}
