/** What each face says of an error: its own cure, in its own words. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { errorLine } from '../../action/runner/error-text.ts'
import { logLine } from '../../bootstrap/sweep-lambda/error-text.ts'
import { ERROR_TEXTS, describe as described } from '../../cli/error-text.ts'
import { DaypassError, type ErrorCode } from '../../core/errors.ts'
import { undoIssue } from '../../core/issuance/undo-issue.ts'
import { issue } from '../../core/issue.ts'
import type { ReasonName } from '../../core/reason.ts'
import { cured } from '../../library/cured.ts'
import { explain } from '../../provider/explain.ts'
import { HOLDER, coreWorld, failureOf, userRole } from '../core/world.ts'
import { ATTRIBUTE, COMMAND, FLAG, INPUT, VARIABLE } from '../support/face-language.ts'
import { PROVOKED } from './provoked.ts'

interface Face {
  readonly says: (error: DaypassError) => string
  /** The words of the others. */
  readonly never: readonly RegExp[]
}

const WORKFLOW = /\b(?:workflow|this step|inputs?|Action)\b/
const TERRAFORM = /\bTerraform\b|\bprovider\b/
const MODULE = /\bof the module\b|\bthe function\b/

const FACES: Readonly<Record<'command' | 'action' | 'library' | 'provider' | 'lambda', Face>> = {
  command: {
    says: (error) => described(error).hint ?? '',
    never: [INPUT, ATTRIBUTE, WORKFLOW, TERRAFORM, MODULE],
  },
  action: {
    says: (error) => errorLine(error).slice(error.message.length),
    never: [FLAG, COMMAND, ATTRIBUTE, TERRAFORM, MODULE, /\bAWS_[A-Z]/],
  },
  library: {
    says: (error) => cured(error).hint ?? '',
    never: [FLAG, COMMAND, INPUT, ATTRIBUTE, WORKFLOW, TERRAFORM, MODULE],
  },
  provider: {
    says: (error) => explain(error).detail.slice(error.message.length + 1),
    never: [FLAG, COMMAND, INPUT, WORKFLOW, MODULE],
  },
  lambda: {
    says: (error) => logLine(error).slice(error.code.length + 2 + error.message.length),
    never: [FLAG, COMMAND, INPUT, WORKFLOW, TERRAFORM],
  },
}

/** How each face has to name what is in its hands. */
const OWN: Readonly<
  Partial<Record<ReasonName, Readonly<Partial<Record<keyof typeof FACES, RegExp>>>>>
> = {
  'role-directory-missing': {
    command: /--roles/,
    action: /checked out before this step, and is the input "roles"/,
    provider: /roles in the provider block/,
  },
  'folder-not-in-repository': { command: /--roles/, action: /input "roles"/ },
  'option-unfit': {
    command: /--mfa-code/,
    action: /input "mfa-code"/,
    provider: /\bmfa_code\b/,
  },
  'aws-role-not-chosen': {
    command: /one of arn:.*role\/a, arn:.*role\/b/,
    action: /input "role-arn" one of arn:.*role\/a, arn:.*role\/b/,
    library: /option roleArn: one of arn:.*role\/a, arn:.*role\/b/,
    provider: /role_arn to one of arn:.*role\/a, arn:.*role\/b/,
  },
  'mfa-code-missing': {
    action: /input "mfa-code"/,
    library: /option mfaCode/,
    provider: /\bmfa_code\b/,
  },
  'bucket-missing': {
    command: /no-such-bucket.*--state/,
    action: /no-such-bucket.*input "state"/,
    library: /no-such-bucket.*option state/,
    provider: /no-such-bucket.*provider block/,
    lambda: /no-such-bucket.*state of the module/,
  },
  'checksum-unknown': {
    command: /AWS_REQUEST_CHECKSUM_CALCULATION=when_required/,
    action: /when_required, by its variable in the env of this step/,
    provider: /AWS_REQUEST_CHECKSUM_CALCULATION=when_required in the environment/,
  },
  'directory-shared': {
    command: /chmod go-w .*--allow-shared-directory/,
    action: /chmod go-w .*input "allow-shared-directory"/,
    provider: /Run chmod go-w .*allow_shared_directory/,
    lambda: /chmod go-w/,
  },
  'revoker-role-missing': {
    command: /account 210987654321.*--revoker-role-arn or DAYPASS_REVOKER_ROLE_ARNS/,
    action: /account 210987654321.*input "revoker-role-arns"/,
    provider: /account 210987654321.*revoker_role_arns of the provider block/,
    lambda: /account 210987654321.*revoker_role_arns of the module/,
  },
  'recipient-missing': {
    command: /DAYPASS_RECIPIENT$/,
    action: /DAYPASS_RECIPIENT in the env of this step/,
    provider: /DAYPASS_RECIPIENT in the environment of Terraform/,
    lambda: /DAYPASS_RECIPIENT in sweep_environment of the module/,
  },
  'token-file-unreadable': {
    command: /AWS_WEB_IDENTITY_TOKEN_FILE$/,
    action: /input "web-identity-token-file"/,
    provider: /web_identity_token_file in the provider block/,
  },
  'subject-unknown': {
    command: /without --require-subject and DAYPASS_REQUIRE_SUBJECT/,
    action: /allow-without-subject/,
    library: /option allowWithoutSubject/,
    provider: /require_subject in the provider block/,
  },
  'key-unknown': { command: /--access-key-id AKIA\d+;/ },
  'sign-in-over': { command: /^aws sso login --profile dev$/ },
  'lease-unindexed': { command: /^daypass revoke reader\/\w{22}$/ },
}

const names = Object.keys(FACES) as readonly (keyof typeof FACES)[]

for (const [reason, provoke] of Object.entries(PROVOKED)) {
  describe(`an error whose reason is ${reason}`, async () => {
    const error = await failureOf(Promise.resolve().then(provoke))
    test('has that reason', () => {
      assert.equal(error.reason?.is, reason)
    })
    for (const name of names) {
      test(`has a cure in the words of the ${name}`, () => {
        const { says, never } = FACES[name]
        const cure = says(error)
        assert.match(cure, /\w{3}/)
        assert.doesNotMatch(`${error.message} ${cure}`, /undefined/)
        for (const other of never) assert.doesNotMatch(`${error.message} ${cure}`, other)
        assert.match(cure, OWN[reason as ReasonName]?.[name] ?? /./)
      })
    }
  })
}

for (const code of Object.keys(ERROR_TEXTS) as readonly ErrorCode[]) {
  test(`of ${code} alone no face says what another would`, () => {
    for (const name of names) {
      const { says, never } = FACES[name]
      for (const other of never) assert.doesNotMatch(says(new DaypassError(code, 'x')), other)
    }
  })
}

test('a face says its own words on a reason, and not the general hint', () => {
  const reason = { is: 'role-directory-missing' } as const
  const error = new DaypassError('role-not-found', 'x', { reason, hint: 'the general hint' })
  for (const name of ['command', 'action', 'provider'] as const)
    assert.doesNotMatch(FACES[name].says(error), /general/)
})

test('an error that another is thrown for keeps its reason', async () => {
  const reason = { is: 'bucket-missing', bucket: 'b' } as const
  const error = new DaypassError('state-not-found', 'x', { reason })
  const { ports } = coreWorld()
  const { lease } = await issue(ports, { role: userRole(), holder: HOLDER })
  const broken = { ...ports, leases: { ...ports.leases, end: () => Promise.reject(error) } }
  const undone = await undoIssue(broken, { ...lease, status: 'pending' }, error)
  assert.deepEqual(undone.reason, reason)
})

test('the words of a face are heard in a sentence, and prose is not taken for them', () => {
  const heard: readonly (readonly [RegExp, readonly string[], readonly string[]])[] = [
    [FLAG, ['name it with --roles', '`--state`', '--… takes none'], ['a - b -- c', 'x--s3', '---']],
    [
      COMMAND,
      ['daypass static-role delete x', 'see `daypass sweep`'],
      ['daypass runs', 'the sweep'],
    ],
    [VARIABLE, ['set DAYPASS_STATE', '(AWS_PROFILE)'], ['AWS takes it', 'max_ttl']],
    [INPUT, ['give a broker-role-arn', 'the input "state"'], ['--role-arn', 'input and output']],
    [ATTRIBUTE, ['set role_arn', 'in the provider block'], ['one of role_arns', 'external_id']],
  ]
  for (const [words, said, prose] of heard) {
    for (const text of said) assert.match(text, words)
    for (const text of prose) assert.doesNotMatch(text, words)
  }
})
