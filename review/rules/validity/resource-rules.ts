import type { ActionInfo, ActionTable } from '../../actions/action-table.ts'
import type { SourcedStatement } from '../../model/role-access.ts'
import { fitsAction } from '../../patterns/resource-patterns.ts'
import type { RoleView } from '../role-view.ts'
import { few, found, type StateRule } from '../rule.ts'

/** A value that only a request or a template fills in says nothing about what it will fit. */
const VARIABLE = /\$\{|\{\{/

const resourceMismatch: StateRule = {
  id: 'VAL004',
  name: 'resource-mismatch',
  severity: 'warning',
  title: 'an action whose resources are none of those that are listed',
  why: 'the action is not allowed, although it looks so',
  cure: 'list a resource of a kind that the action works on',
  docs: 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  isWaivable: true,
  looksAt: 'role',
  check: (role, { table }) =>
    documentOf(role).flatMap((source) => {
      const { Action = [], Resource = [] } = source.statement
      if (Resource.length === 0 || Resource.some((entry) => VARIABLE.test(entry))) return []
      return Action.flatMap((entry, index) => {
        const info = /[*?]/.test(entry) ? undefined : table.find(entry)
        if (info === undefined || Resource.some((resource) => fitsAction(resource, info))) return []
        return [
          found({
            subject: `${info.name} on ${Resource.join()}`,
            reason: `${info.name} works on ${wanted(info)}, not on ${few(Resource, 3)}`,
            cure: info.isUnscoped
              ? 'give it a statement with Resource "*"'
              : `list ${wanted(info)}`,
            place: role.placeOf(source, 'Action', index),
          }),
        ]
      })
    }),
}

const badArn: StateRule = {
  id: 'VAL005',
  name: 'bad-arn',
  severity: 'error',
  title: 'a resource that no ARN of AWS can fit',
  why: 'the statement does not do what it looks like',
  cure: 'write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE as the service documents it',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html',
  isWaivable: true,
  looksAt: 'role',
  check: (role, { table }) =>
    role.statements
      .filter(({ policy }) => policy === 'policy_document')
      .flatMap((source) =>
        (['Resource', 'NotResource'] as const).flatMap((element) =>
          (source.statement[element] ?? []).flatMap((entry, index) => {
            const fault = faultOfArn(entry, table)
            if (fault === undefined) return []
            return [
              found({
                subject: entry,
                reason: `${entry} ${fault}`,
                place: role.placeOf(source, element, index),
              }),
            ]
          }),
        ),
      ),
}

/** The rules about resources. */
export const RESOURCE_VALIDITY_RULES: readonly StateRule[] = [resourceMismatch, badArn]

function documentOf(role: RoleView): readonly SourcedStatement[] {
  return role.statements.filter(({ policy }) => policy === 'policy_document')
}

function wanted({ isUnscoped, resourceTypes }: ActionInfo): string {
  if (isUnscoped) return 'no resource in particular, so that only "*" allows it'
  return few(
    resourceTypes.flatMap(({ templates }) => templates),
    2,
  )
}

function faultOfArn(entry: string, table: ActionTable): string | undefined {
  if (entry === '*' || VARIABLE.test(entry)) return undefined
  const [, , service = '', region = '', account = ''] = entry.split(':')
  if (/[*?]/.test(service)) return undefined
  if (
    /[^\d*?]/.test(account) &&
    account !== 'aws' &&
    account !== 'third-party' &&
    account !== 'cloudfront'
  )
    return `has the account ${account}: an account has 12 digits`
  if (/^\d+$/.test(account) && account.length !== 12)
    return `has an account of ${account.length} digits: an account has 12`
  const own = [...table.resourceTypesOf(service), ...table.actionsOf(service)]
  // ARNs and actions call some services by different names; of one without actions of its name nothing is known.
  if (own.length === 0) return undefined
  const kinds = table.resourceTypesOf(service).flatMap(({ patterns }) => patterns)
  const isGlobal = kinds.length > 0 && kinds.every((kind) => /^arn:[^:]*:[^:]*::/.test(kind))
  return isGlobal && region !== '' && !/[*?]/.test(region)
    ? `has a region, ${region}: ${service} has none`
    : undefined
}
