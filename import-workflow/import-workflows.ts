import { formatRoleText } from '../core/role/format-role-text.ts'
import { inspectRoleText } from '../core/role/parse-role.ts'
import type { Mapping } from '../core/role/plain-data.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import { readRoleText } from '../core/role/role-text.ts'
import type { ImportedRole } from '../import-vault/import-roles.ts'
import type { Note } from '../import-vault/note.ts'
import { convertInputs } from './convert-inputs.ts'
import { type CredentialStep, findSteps, type WorkflowFile } from './find-steps.ts'
import { resolverOf } from './resolve.ts'
import { supposeSubjects } from './suppose-subjects.ts'

/** A step that takes the place of one of configure-aws-credentials. */
export interface ProposedStep {
  readonly place: string
  /** Undefined where no role can be made for it; then there are problems, or open expressions. */
  readonly role: string | undefined
  readonly step: Mapping | undefined
  readonly notes: readonly Note[]
  readonly problems: readonly string[]
  /** Expressions that have to be known, such as `secrets.AWS_ROLE_ARN`. */
  readonly open: readonly string[]
}

/** What the workflows of a repository become. */
export interface ImportedWorkflows {
  readonly roles: readonly ImportedRole[]
  readonly steps: readonly ProposedStep[]
  /** Files that cannot be read, each with its line. */
  readonly problems: readonly string[]
}

/** What is known besides the files. */
export interface Around {
  /** As OWNER/NAME; subjects are left to be filled in where it is not known. */
  readonly repository: string | undefined
  readonly values: ReadonlyMap<string, string>
  /** Of every step, such as whose session the job works with. */
  readonly inputs: Mapping
  readonly dialect: Dialect
}

interface Draft {
  readonly at: CredentialStep
  readonly fields: Mapping
  readonly inputs: Mapping
  readonly notes: readonly Note[]
  readonly subjects: readonly string[]
  readonly supposed: string | undefined
  readonly wanted: string
}

/** Proposes a role file and a step for every step that uses configure-aws-credentials. Never throws. */
export function importWorkflows(files: readonly WorkflowFile[], around: Around): ImportedWorkflows {
  const found = files.map(findSteps)
  const read = found.flatMap(({ steps }) => steps).map((step) => draftOf(step, around))
  const drafts = read.flatMap((one) => ('fields' in one ? [one] : []))
  const groups = groupsOf(drafts)
  const roles = groups.map(({ name, members }) => roleOf(name, members, around))
  const steps = read.map((one): ProposedStep => {
    if (!('fields' in one)) return one
    const { name = '' } = groups.find(({ members }) => members.includes(one)) ?? {}
    const inputs = { role: name, ...one.inputs, ...around.inputs }
    const step = { ...one.at.around, uses: 'daypass/daypass@v1', with: inputs }
    return { place: one.at.place, role: name, step, notes: one.notes, problems: [], open: [] }
  })
  const problems = found.flatMap(({ problem }) => (problem === undefined ? [] : [problem]))
  return { roles, steps, problems }
}

const ROLE_ARN = /^arn:[^:]+:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/

function draftOf(at: CredentialStep, { repository, values }: Around): Draft | ProposedStep {
  const resolver = resolverOf(at, values)
  const none = { place: at.place, role: undefined, step: undefined, notes: [] }
  const open = resolver.openIn('role-to-assume')
  if (open.length > 0) return { ...none, problems: [], open }
  const arn = resolver.textOf('role-to-assume')
  const wanted = ROLE_ARN.exec(arn ?? '')?.[1]
  if (arn === undefined || wanted === undefined)
    return { ...none, problems: [faultOf(arn)], open: [] }
  const { role, inputs, notes } = convertInputs(Object.keys(at.inputs), resolver)
  const { subjects, supposed } =
    repository === undefined
      ? { subjects: [], supposed: 'which repository this is, nothing says' }
      : supposeSubjects(at, repository)
  const fields = { credential_type: 'assumed_role', role_arns: [arn], ...role }
  return { at, fields, inputs, notes, subjects, supposed, wanted }
}

function faultOf(arn: string | undefined): string {
  if (arn !== undefined)
    return `role-to-assume is ${arn}, which is not the ARN of a role: write arn:aws:iam::ACCOUNT:role/NAME`
  return 'takes no role but hands on a key as it is, which nothing could take back: give its rights to a role, or to a role file of type iam_user, and name that'
}

/** One role for all steps that take the same in the same way. */
function groupsOf(drafts: readonly Draft[]) {
  const byMeaning = new Map<string, Draft[]>()
  for (const draft of drafts) {
    const key = JSON.stringify(draft.fields)
    byMeaning.set(key, [...(byMeaning.get(key) ?? []), draft])
  }
  const taken = new Map<string, number>()
  return [...byMeaning.values()].map((members) => {
    const wanted = (members[0]?.wanted ?? '').replaceAll(/[^\w.@-]/g, '-').slice(0, 60)
    const before = taken.get(wanted) ?? 0
    taken.set(wanted, before + 1)
    return { name: before === 0 ? wanted : `${wanted}-${before + 1}`, members }
  })
}

function roleOf(name: string, members: readonly Draft[], { dialect }: Around): ImportedRole {
  const from = members.map(({ at }) => at.place).join(', ')
  const subjects = [...new Set(members.flatMap((member) => member.subjects))]
  const { fields = {} } = members[0] ?? {}
  const supposed = new Set(members.flatMap((member) => member.supposed ?? []))
  const notes = [...supposed].map((message): Note => ({
    kind: 'fill in',
    field: 'subjects',
    message,
  }))
  const { policy_document: document, ...rest } = fields
  const whole = {
    ...rest,
    ...(subjects.length === 0 ? {} : { subjects }),
    ...(document === undefined ? {} : { policy_document: document }),
  }
  const text = formatRoleText(whole, [
    `From ${from}`,
    ...notes.map(({ kind, field, message }) => `${kind}: ${field}: ${message}`),
  ])
  const origin = { file: `${name}.yaml`, name, dialect }
  const { role, problems } = inspectRoleText(readRoleText(text), origin)
  const messages = problems.map(({ message }) => message)
  return {
    name,
    from,
    text,
    role: messages.length === 0 ? role : undefined,
    notes,
    problems: messages,
  }
}
