import { defined } from '../../../core/language/defined.ts'
import type { Place } from '../../../core/place.ts'
import { isMapping, type Mapping } from '../../../core/role/plain-data.ts'
import type { TaggedText } from '../../../core/role/tagged-yaml.ts'
import type { HolderPart } from '../iam-holders.ts'
import { policiesIn, type TemplatePolicy } from './template-policy.ts'
import {
  alternatives,
  functionOf,
  stableId,
  type TemplateNames,
  textInTemplate,
} from './template-text.ts'

/** A template that was read. */
export interface Template extends TemplateNames {
  readonly file: string
  readonly placeOf: TaggedText['placeOf']
}

const HOLDERS: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'group',
}

/** For each type of policy the properties that say on whom it hangs. */
const ATTACHED: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Policy': ['Roles', 'Users', 'Groups'],
  'AWS::IAM::ManagedPolicy': ['Roles', 'Users', 'Groups'],
  'AWS::IAM::RolePolicy': ['RoleName'],
  'AWS::IAM::UserPolicy': ['UserName'],
  'AWS::IAM::GroupPolicy': ['GroupName'],
}

/** Whether a resource's type is read here. */
export function isReadHere(type: string): boolean {
  return type in HOLDERS || type in ATTACHED
}

/** What a template's resources give to whom. */
export function partsOfTemplate(template: Template): readonly HolderPart[] {
  return Object.entries(template.resources).flatMap(([id, resource]) => {
    if (!isMapping(resource)) return []
    const type = String(resource['Type'])
    const properties = isMapping(resource['Properties']) ? resource['Properties'] : {}
    const one = { id, type, properties, template }
    if (type in HOLDERS) return [holderPart(one)]
    return type in ATTACHED ? policyParts(one) : []
  })
}

interface Resource {
  readonly id: string
  readonly type: string
  readonly properties: Mapping
  readonly template: Template
}

function holderPart({ id, type, properties, template }: Resource): HolderPart {
  const inline = alternatives(properties['Policies'])
    .filter(isMapping)
    .flatMap((policy) => policiesIn(policy['PolicyDocument'], template))
  const managed = alternatives(properties['ManagedPolicyArns'])
  const own = managed.flatMap((one) => documentsBehind(one, template))
  const trusts = policiesIn(properties['AssumeRolePolicyDocument'], template)
  const arns = managed
    .filter((one) => documentsBehind(one, template).length === 0)
    .map((one) => textInTemplate(one, template))
  const [boundary] = alternatives(properties['PermissionsBoundary'])
  return {
    ...given([...inline, ...own]),
    holder: holderOf(HOLDERS[type] ?? '', id, template),
    at: placeOf(id, template),
    arns: arns.filter((arn) => !arn.includes('${')),
    isLater:
      [...inline, ...own, ...trusts].some((one) => one.isLater) ||
      arns.some((arn) => arn.includes('${')),
    ...defined({
      boundary: boundary === undefined ? undefined : textInTemplate(boundary, template),
      trust: merged(trusts),
    }),
  }
}

/** Of a managed policy of the same template, what it says. */
function documentsBehind(value: unknown, template: Template): readonly TemplatePolicy[] {
  const [name, argument] = functionOf(value) ?? []
  const resource = name === 'Ref' ? template.resources[String(argument)] : undefined
  if (!isMapping(resource) || resource['Type'] !== 'AWS::IAM::ManagedPolicy') return []
  const properties = resource['Properties']
  return isMapping(properties) ? policiesIn(properties['PolicyDocument'], template) : []
}

function policyParts({ id, type, properties, template }: Resource): readonly HolderPart[] {
  const policies = policiesIn(properties['PolicyDocument'], template)
  const isLater = policies.some((one) => one.isLater)
  const part = { ...given(policies), at: placeOf(id, template), arns: [], isLater }
  const attached = (ATTACHED[type] ?? []).flatMap((property) =>
    alternatives(properties[property]).map((whose) =>
      namedHolder(property.replace(/Name$|s$/, '').toLowerCase(), whose, template),
    ),
  )
  if (attached.length > 0) return attached.map((holder) => ({ ...part, holder }))
  return [{ ...part, holder: holderOf('policy', id, template) }]
}

function given(policies: readonly TemplatePolicy[]): Pick<HolderPart, 'documents'> {
  const said = policies.filter(({ document }) => {
    const statements = document['Statement']
    return !Array.isArray(statements) || statements.length > 0
  })
  return { documents: said.map(({ document }) => document) }
}

/** Whoever may be trusted, of whichever condition. */
function merged(policies: readonly TemplatePolicy[]): Mapping | undefined {
  const statements = policies.flatMap(({ document }) => [document['Statement']].flat())
  return statements.length === 0 ? undefined : { Version: '2012-10-17', Statement: statements }
}

/** By its own name where the template gives one, else by where it stands. */
function holderOf(kind: string, id: string, template: Template): string {
  const resource = template.resources[id]
  const properties = isMapping(resource) ? resource['Properties'] : undefined
  const key =
    kind === 'policy' ? 'ManagedPolicyName' : `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)}Name`
  const name = isMapping(properties) ? properties[key] : undefined
  if (typeof name === 'string') return `${kind} ${name}`
  const stable = stableId(id, template)
  return stable === id ? `${kind} ${template.file}#${id}` : `${kind} ${stable}`
}

function namedHolder(kind: string, whose: unknown, template: Template): string {
  const [name, argument] = functionOf(whose) ?? []
  if (name === 'Ref' && isMapping(template.resources[String(argument)]))
    return holderOf(kind, String(argument), template)
  return `${kind} ${textInTemplate(whose, template)}`
}

function placeOf(id: string, { file, placeOf: place }: Template): Place {
  return { file, ...place(['Resources', id]) }
}
