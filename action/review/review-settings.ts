import { type Environment, ROLES_IN_STATE } from '../../assembly/settings.ts'
import { type InputReader, inputReader } from '../inputs/input-reader.ts'
import { sharedSettings } from '../inputs/settings.ts'
import { folderBelowTop } from '../../role-files/read-change.ts'
import { isDaypassError } from '../../core/errors.ts'
import { FAIL_ON } from '../../review/rules/fails.ts'

/** The inputs of the review, read. */
export interface ReviewSettings {
  /** Below the top of the repository. */
  readonly roles: string
  readonly guardrail: string | undefined
  readonly plan: string | undefined
  readonly base: string | undefined
  readonly head: string | undefined
  readonly failOn: (typeof FAIL_ON)[number]
  readonly isCommenting: boolean
  readonly key: string
  readonly commentAuthor: string
  readonly token: string | undefined
  readonly state: string | undefined
  /** Whether the state may lie in a directory that others may write. */
  readonly mayBeShared: boolean
  readonly region: string | undefined
}

const BELOW_TOP = 'a path below the top of the repository'

/**
 * Reads the inputs of the review.
 *
 * @throws `request-invalid` with everything that is wrong.
 */
export function readReviewSettings(
  input: (name: string) => string,
  env: Environment,
): ReviewSettings {
  const read = inputReader(input)
  const shared = sharedSettings(read, env)
  const { roles: named, state, region, allowSharedDirectory: mayBeShared } = shared
  const roles = rolesFolder(read, named ?? 'roles')
  const guardrail = read.parsed('guardrail', folderOf, BELOW_TOP)
  const key = read.parsed('key', keyOf, 'a name of letters, digits, `.`, `_` and `-`')
  const settings: ReviewSettings = {
    roles,
    guardrail,
    plan: read.text('plan'),
    base: read.text('base'),
    head: read.text('head'),
    failOn: read.oneOf('fail-on', FAIL_ON, 'error'),
    isCommenting: read.flag('comment', true),
    key: key ?? 'roles',
    commentAuthor: read.text('comment-author') ?? 'github-actions[bot]',
    token: read.text('token'),
    state,
    region,
    mayBeShared,
  }
  if (settings.plan !== undefined && (settings.base ?? settings.head) !== undefined)
    read.problem('plan', 'it has both sides in it: leave out base and head')
  read.end()
  return settings
}

function rolesFolder(read: InputReader, roles: string): string {
  const folder = roles === ROLES_IN_STATE ? undefined : folderOf(roles)
  if (folder !== undefined) return folder
  const given = JSON.stringify(roles.slice(0, 80))
  read.problem('roles', `${given} is not ${BELOW_TOP}, where a review finds role files`)
  return roles
}

function folderOf(text: string): string | undefined {
  try {
    return folderBelowTop(text)
  } catch (error) {
    if (isDaypassError(error, 'request-invalid')) return undefined
    throw error
  }
}

/** It stands in a comment of HTML. */
function keyOf(text: string): string | undefined {
  return /^[\w.-]{1,80}$/.test(text) && !text.includes('--') ? text : undefined
}
