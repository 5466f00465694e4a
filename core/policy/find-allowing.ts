import { holdsAlways, mayHold, type AskedRequests, type Wanted } from './conditions-of-many.ts'
import { BORDER, FIELD_ANY, isCovered } from './is-covered.ts'
import { ANY } from './match.ts'
import { certainResources, possibleResource, withWildcards } from './many-resources.ts'
import type { PolicyDocument, Statement } from './policy.ts'

/** More ways around denies of everything but something would take long. */
const PIECES_MAX = 200

/**
 * The index of a statement that may allow one of the requests. Undefined only where it is certain that none is allowed,
 * whatever the request's other circumstances are, and whatever actions AWS has or will have.
 */
export function findAllowing(policy: PolicyDocument, asked: AskedRequests): number | undefined {
  const isVaried = policy.Version === '2012-10-17'
  const wanted = { asked, isVaried }
  const denies = policy.Statement.filter(
    (statement) => statement.Effect === 'Deny' && holdsAlways(statement, wanted),
  )
  const index = policy.Statement.findIndex(
    (statement) =>
      statement.Effect === 'Allow' &&
      mayHold(statement, wanted) &&
      !isDenied(statement, denies, wanted),
  )
  return index === -1 ? undefined : index
}

/** Whether what a statement allows of the requests is all denied, or none. */
function isDenied(allow: Statement, denies: readonly Statement[], wanted: Wanted): boolean {
  const { isVaried, asked } = wanted
  const [action, resource] = [actionPattern(asked.action), withWildcards(asked.resource)]
  const covers = [
    ...(allow.NotAction ?? []).map((entry) => pair(actionPattern(entry), ANY)),
    ...certainResources(allow.NotResource ?? [], isVaried).map((entry) => pair(ANY, entry)),
    ...denies.flatMap((deny) => coversOf(deny, isVaried)),
  ]
  const actions = allow.Action?.map(actionPattern) ?? [actionPattern('*')]
  const resources = allow.Resource?.map((entry) => possibleResource(entry, isVaried)) ?? [ANY]
  const nearActions = actions.filter((one) => !isCovered([one, action], []))
  if (nearActions.length === 0) return true
  const nearResources = resources.filter((one) => !isCovered([one, resource], []))
  const parts = nearActions.flatMap((one) =>
    nearResources.map((on) => [pair(one, on), pair(action, resource)]),
  )
  return parts.every((part) => {
    const pieces = around(part, denies, isVaried)
    return pieces.length <= PIECES_MAX && pieces.every((piece) => isCovered(piece, covers))
  })
}

/** What a deny denies, where it names it. */
function coversOf({ Action, Resource }: Statement, isVaried: boolean): readonly string[] {
  return certainResources(Resource ?? [], isVaried).flatMap((resource) =>
    (Action ?? []).map((action) => pair(actionPattern(action), resource)),
  )
}

/** The part without what denies of everything but something deny of it. */
function around(
  part: readonly string[],
  denies: readonly Statement[],
  isVaried: boolean,
): readonly (readonly string[])[] {
  let pieces: readonly (readonly string[])[] = [part]
  for (const deny of denies) {
    const { NotAction, NotResource } = deny
    const left = [
      ...(NotAction ?? []).map((entry) => pair(actionPattern(entry), ANY)),
      ...(NotResource ?? []).map((entry) => pair(ANY, possibleResource(entry, isVaried))),
    ]
    if (left.length === 0 || pieces.length > PIECES_MAX) continue
    const within = extentOf(deny, isVaried)
    pieces = pieces.flatMap((piece) =>
      isCovered(piece, within)
        ? left.map((entry) => [...piece, entry]).filter((one) => !isCovered(one, []))
        : [piece],
    )
  }
  return pieces
}

/** What a deny of all but something is about at most. */
function extentOf({ Action, NotResource, Resource }: Statement, isVaried: boolean) {
  if (Action !== undefined) return Action.map((entry) => pair(actionPattern(entry), ANY))
  if (NotResource !== undefined) return [pair(ANY, ANY)]
  return certainResources(Resource ?? [], isVaried).map((entry) => pair(ANY, entry))
}

/** An action and a resource as one text. */
function pair(action: string, resource: string): string {
  return `${action}${BORDER}${resource}`
}

/** "The prefix and the action name are case insensitive", and between them is the only colon. */
function actionPattern(entry: string): string {
  const whole = entry === '*' ? '*:*' : entry.toLowerCase()
  return withWildcards(whole).replaceAll(ANY, FIELD_ANY)
}
