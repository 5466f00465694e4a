import type { Mapping } from '../core/role/plain-data.ts'
import { tryParse } from '../core/policy/text.ts'
import { defined } from '../core/language/defined.ts'
import { formatDuration } from '../core/language/duration.ts'
import type { Note } from '../import-vault/note.ts'
import type { Resolver } from './resolve.ts'

/** What the inputs of a step become: fields of a role, and inputs of the step that takes its place. */
export interface ConvertedInputs {
  readonly role: Mapping
  readonly inputs: Mapping
  readonly notes: readonly Note[]
}

/** Inputs that both Actions have, under one name. */
const SAME = [
  'aws-region',
  'audience',
  'web-identity-token-file',
  'aws-access-key-id',
  'aws-secret-access-key',
  'aws-session-token',
  'http-proxy',
  'no-proxy',
  'mask-aws-account-id',
  'allowed-account-ids',
  'sts-endpoint',
]

/** What is left out, and why nothing is lost, or what is. */
const LEFT_OUT: Readonly<Record<string, readonly [kind: Note['kind'], why: string]>> = {
  'role-skip-session-tagging': ['dropped', 'a session has no tags but those of its role'],
  'transitive-tag-keys': ['no place', 'no tag of daypass is transitive'],
  'unset-current-credentials': ['dropped', 'credentials of earlier steps are not used'],
  'disable-retry': ['dropped', 'refusals are not tried again'],
  'retry-max-attempts': ['dropped', 'what passes is tried until the timeout'],
  'special-characters-workaround': ['dropped', 'there is nothing to work around'],
  'use-existing-credentials': ['no place', 'what was there before would not be revoked'],
  'force-skip-oidc': ['no place', 'give the identity that is to be used'],
  'overwrite-aws-profile': ['dropped', 'what an earlier job left behind is replaced'],
  'output-env-credentials': ['no place', 'export says how later steps get the credentials'],
}

const READ = ['role-to-assume', 'role-chaining']

/** Takes the inputs of configure-aws-credentials over, each to where it belongs. */
export function convertInputs(names: readonly string[], { textOf }: Resolver): ConvertedInputs {
  const seconds = Number(textOf('role-duration-seconds'))
  const session = textOf('role-session-name')
  const isOpen = (text: string | undefined) => text?.includes('${{') === true
  const policies = textOf('managed-session-policies')
    ?.split(/[\n,]/)
    .map((arn) => arn.trim())
  const tags = textOf('custom-tags')
  const role = {
    external_id: textOf('role-external-id'),
    role_session_name: isOpen(session) ? undefined : session,
    policy_arns: policies?.filter((arn) => arn !== ''),
    policy_document: documentOf(textOf('inline-session-policy')),
    session_tags: tags === undefined || isOpen(tags) ? undefined : documentOf(tags),
  }
  const isOutput = textOf('output-credentials') === 'true'
  const profile = textOf('aws-profile')
  const timeout = Number(textOf('action-timeout-s'))
  const inputs = {
    ...Object.fromEntries(SAME.map((name) => [name, textOf(name)])),
    'role-session-name': isOpen(session) ? session : undefined,
    'session-tags': isOpen(tags) ? tags : undefined,
    ttl: seconds > 0 ? formatDuration(seconds) : undefined,
    export: isOutput ? 'env outputs' : undefined,
    profile,
    timeout: timeout > 0 ? formatDuration(timeout) : undefined,
  }
  const notes = names.flatMap((name): readonly Note[] => {
    const [kind, why] = LEFT_OUT[name] ?? []
    if (kind !== undefined) return [{ kind, field: name, message: why ?? '' }]
    const isKnown = [...SAME, ...READ, ...TAKEN].includes(name)
    return isKnown
      ? []
      : [{ kind: 'no place', field: name, message: 'daypass has nothing like it' }]
  })
  const suffixed: readonly Note[] =
    session === undefined
      ? []
      : [
          {
            kind: 'changed',
            field: 'role-session-name',
            message:
              "the lease's characters follow it: a policy that names the session needs StringLike",
          },
        ]
  return { role: defined(role), inputs: defined(inputs), notes: [...notes, ...suffixed] }
}

const TAKEN = [
  'role-external-id',
  'role-session-name',
  'role-duration-seconds',
  'managed-session-policies',
  'inline-session-policy',
  'custom-tags',
  'output-credentials',
  'aws-profile',
  'action-timeout-s',
]

function documentOf(text: string | undefined): unknown {
  if (text === undefined) return undefined
  const parsed = tryParse(text)
  return 'value' in parsed ? parsed.value : text
}
