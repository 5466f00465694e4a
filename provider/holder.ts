import { hostname, userInfo } from 'node:os'
import { githubHolder } from '../core/lease/github-holder.ts'
import type { Holder } from '../core/lease/holder.ts'
import type { ProcessContext } from '../assembly/connect.ts'
import { workspaceOf } from '../terraform-plugin/plugin/workspace.ts'

/**
 * Who holds what this process issues: the workspace, and the workflow job or the person that runs Terraform. What the
 * configuration says goes first.
 */
export async function terraformHolder(
  surroundings: ProcessContext,
  configured: Partial<Holder>,
): Promise<Holder> {
  return {
    ...(githubHolder(surroundings.env) ?? person()),
    workspace: await workspaceOf(surroundings.env, surroundings.directory),
    ...configured,
    kind: 'terraform',
  }
}

function person(): Partial<Holder> {
  const host = hostname()
  try {
    return { user: userInfo().username, host }
  } catch {
    // In a container the user may have no name.
    return { host }
  }
}
