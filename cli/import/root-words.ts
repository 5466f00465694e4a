import type { RootConfig } from '../../import-vault/material.ts'
import type { Note } from '../../import-vault/note.ts'

type Word = readonly [kind: Note['kind'], cure: string]

const SDK = 'daypass takes the credentials that the AWS SDK finds'
const ROTATES: Word = [
  'changed',
  'daypass root set --rotation-period says how often a kept key changes',
]
const SCHEDULED: Word = ['no place', 'when a key changes is said by when daypass sweep runs']
const FALLBACK: Word = ['no place', 'run a command with another --region where one does not answer']

/** What takes the place of each field of `config/root`. */
const WORDS: Readonly<Record<string, Word>> = {
  access_key: ['changed', `${SDK}; daypass root set keeps a key, sealed`],
  region: ['changed', 'name it with --region or AWS_REGION'],
  iam_endpoint: ['changed', 'name it in AWS_ENDPOINT_URL_IAM'],
  sts_endpoint: ['changed', 'name it in AWS_ENDPOINT_URL_STS'],
  sts_region: ['changed', 'name it with --region or AWS_REGION'],
  sts_fallback_endpoints: FALLBACK,
  sts_fallback_regions: FALLBACK,
  max_retries: ['no place', 'the number of retries is fixed'],
  username_template: [
    'no place',
    "a user's name is daypass, its role and the lease's own characters",
  ],
  role_arn: ['changed', 'name it in AWS_ROLE_ARN, with a token in AWS_WEB_IDENTITY_TOKEN_FILE'],
  identity_token_audience: ['changed', `${SDK}, by a token in AWS_WEB_IDENTITY_TOKEN_FILE`],
  identity_token_ttl: ['no place', 'whoever issues the token says how long it lives'],
  rotation_period: ROTATES,
  disable_automated_rotation: ROTATES,
  rotation_schedule: SCHEDULED,
  rotation_window: SCHEDULED,
  rotation_policy: SCHEDULED,
}

/** What each field of `config/root` becomes: settings of daypass, for nothing of it is written to a file. */
export function rootNotes({ fields }: RootConfig): readonly Note[] {
  return Object.entries(fields)
    .filter(([field, value]) => !isUnset(field, value))
    .map(([field, value]) => {
      const [kind, cure] = WORDS[field] ?? (['no place', 'daypass has nothing like it'] as const)
      return { kind, field, message: `${shown(value)}: ${cure}` }
    })
}

function isUnset(field: string, value: unknown): boolean {
  if (field === 'max_retries' && value === -1) return true
  return value === null || value === '' || value === 0 || value === false || isEmptyList(value)
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
