import { allOrFirstFailure, inParallel } from '../../core/language/in-parallel.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { allPages } from '../clients/all-pages.ts'
import { ask } from '../clients/ask.ts'
import type { AwsClients } from '../clients/clients.ts'
import { decodePolicy } from '../users/policy-text.ts'

/** What groups allow and deny their members. */
export interface GroupPolicies {
  /** Inline policies, group after group, as JSON. */
  readonly documents: readonly string[]
  /** Attached managed policies, each once. */
  readonly arns: readonly string[]
}

/** More connections than these at once make a busy machine give some of them up. */
const READS_AT_ONCE = 16

/**
 * Reads all policies of IAM groups, side by side: two listings a group and one request an inline policy.
 *
 * @throws `aws-denied` without `iam:ListAttachedGroupPolicies`, `iam:ListGroupPolicies` and
 * `iam:GetGroupPolicy` on the groups; `aws-rejected` when one does not exist.
 */
export async function groupPolicies(
  clients: AwsClients,
  groups: readonly string[],
  options: CallOptions,
): Promise<GroupPolicies> {
  const each = await allOrFirstFailure(
    groups.map(async (group) => await policiesOf(clients, group, options)),
  )
  return {
    documents: each.flatMap(({ documents }) => documents),
    arns: [...new Set(each.flatMap(({ arns }) => arns))],
  }
}

async function policiesOf(
  clients: AwsClients,
  group: string,
  options: CallOptions,
): Promise<GroupPolicies> {
  const [arns, documents] = await allOrFirstFailure([
    attachedArns(clients, group, options),
    inlineDocuments(clients, group, options),
  ])
  return { arns, documents }
}

async function attachedArns(
  clients: AwsClients,
  group: string,
  options: CallOptions,
): Promise<readonly string[]> {
  const iam = await clients.iam()
  const attached = await allPages(
    (marker) =>
      ask(`iam:ListAttachedGroupPolicies on group/${group}`, options, (http) =>
        iam.listAttachedGroupPolicies({ GroupName: group, ...marker }, http),
      ),
    (page) => page.AttachedPolicies,
  )
  return attached.flatMap(({ PolicyArn }) => PolicyArn ?? [])
}

async function inlineDocuments(
  clients: AwsClients,
  group: string,
  options: CallOptions,
): Promise<readonly string[]> {
  const iam = await clients.iam()
  const names = await allPages(
    (marker) =>
      ask(`iam:ListGroupPolicies on group/${group}`, options, (http) =>
        iam.listGroupPolicies({ GroupName: group, ...marker }, http),
      ),
    (page) => page.PolicyNames,
  )
  const documents: string[] = []
  await inParallel(names.entries(), READS_AT_ONCE, async ([index, PolicyName]) => {
    const policy = await ask(`iam:GetGroupPolicy on group/${group}`, options, (http) =>
      iam.getGroupPolicy({ GroupName: group, PolicyName }, http),
    )
    documents[index] = decodePolicy(policy.PolicyDocument ?? '')
  })
  return documents
}
