import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { dialectOf } from '../../core/role/dialect-of.ts'
import { rolesOfPlan } from '../../review/reading/plan-roles.ts'
import { rolesOfTemplates } from '../../review/reading/templates/read-templates.ts'
import { readRoleFolder } from '../../review/reading/read-role-set.ts'
import type { ReviewSides } from '../../review/review-roles.ts'
import type { FileTree, FolderFiles } from '../../role-files/file-tree.ts'
import {
  folderBelowTop,
  readChange,
  readFolders,
  readGuardrailText,
} from '../../role-files/read-change.ts'
import { usageError } from '../error-text.ts'
import type { Session } from '../session.ts'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'
import { openTree, type Side } from './open-tree.ts'
import type { ReviewFlags } from './review-flags.ts'
import { defined } from '../../core/language/defined.ts'

/**
 * Reads both sides of a review, of whatever kind.
 *
 * @throws `request-invalid`, `role-not-found`.
 */
export async function readSides(session: Session, flags: ReviewFlags): Promise<ReviewSides> {
  const { base, plan, head = '.' } = flags
  if (plan !== undefined) {
    if (base === undefined && flags.head === undefined) return await readPlan(session, plan, flags)
    throw usageError('--plan has both sides in it', 'leave out --base and --head')
  }
  if (base === undefined) {
    throw usageError(
      'nothing to compare with',
      'name it with --base, as a directory or a revision of git, or give a plan with --plan',
    )
  }
  const { context } = session
  const [before, after] = await Promise.all([
    openTree('--base', base, context),
    openTree('--head', head, context),
  ])
  if (flags.templates !== undefined) {
    return await readTemplateSides(session, flags, [before.tree, after.tree])
  }
  const inTree = flags.guardrail === undefined ? undefined : treePath(flags.guardrail)
  const files = await readChange({
    base: before.tree,
    head: after.tree,
    roles: await rolesFolder(session, [before, after]),
    ...defined({ guardrail: inTree }),
  })
  const guardrail = files.guardrail ?? (await outsideGuardrail(session, flags))
  const dialect = dialectOf(context.env)
  return {
    base: readRoleFolder(files.base, dialect),
    head: readRoleFolder(files.head, dialect),
    compared: { base: before.tree.name, head: after.tree.name },
    ...defined({ codeOwners: files.codeOwners, guardrail }),
  }
}

async function readTemplateSides(
  session: Session,
  flags: ReviewFlags,
  [base, head]: readonly [FileTree, FileTree],
): Promise<ReviewSides> {
  const folders = (flags.templates ?? []).map(folderBelowTop)
  const read = await Promise.all(
    folders.map(async (folder) => await readFolders({ base, head, folder })),
  )
  const inTree = flags.guardrail === undefined ? undefined : treePath(flags.guardrail)
  const guardrail =
    inTree === undefined
      ? await outsideGuardrail(session, flags)
      : await readGuardrailText({ base, head }, inTree)
  return {
    ...rolesOfTemplates(
      together(read.map((one) => one.base)),
      together(read.map((one) => one.head)),
    ),
    compared: { base: base.name, head: head.name },
    ...defined({ guardrail }),
  }
}

function together(folders: readonly FolderFiles[]): FolderFiles {
  return {
    files: folders.flatMap(({ files }) => files),
    refused: folders.flatMap(({ refused }) => refused),
  }
}

async function readPlan(session: Session, file: string, flags: ReviewFlags): Promise<ReviewSides> {
  const { context } = session
  const text = file === '-' ? await context.readInput() : await textOf(session, file, '--plan')
  const guardrail = await outsideGuardrail(session, flags)
  return {
    ...rolesOfPlan(jsonOf(text), dialectOf(context.env)),
    compared: { base: "Terraform's state", head: file === '-' ? 'the plan' : file },
    ...defined({ guardrail }),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw usageError('the plan is not JSON', 'write it with: terraform show -json PLANFILE')
  }
}

/** Where two directories have no `roles`, and nobody said otherwise, they are folders of role files themselves. */
async function rolesFolder({ settings }: Session, sides: readonly Side[]): Promise<string> {
  if (settings.roles === ROLES_IN_STATE) {
    throw usageError(
      'a review reads role files',
      'name their folder in the repository with --roles',
    )
  }
  const folder = folderBelowTop(settings.roles)
  if (settings.rolesChosen || sides.some(({ kind }) => kind === 'revision')) return folder
  const found = await Promise.all(sides.map(async ({ tree }) => await tree.roleFiles(folder)))
  return found.every((files) => files === undefined) ? '' : folder
}

/** A path below the top of the repository; undefined for a file of this machine. */
function treePath(guardrail: string): string | undefined {
  return isAbsolute(guardrail) || /^\.\.?\//.test(guardrail) ? undefined : guardrail
}

/** A guardrail file beside the change, such as an organisation's own, which no change of a repository touches. */
async function outsideGuardrail(
  session: Session,
  { guardrail: file }: ReviewFlags,
): Promise<ReviewSides['guardrail']> {
  if (file === undefined) return undefined
  return { file, text: await textOf(session, file, '--guardrail'), isChanged: false, isNew: false }
}

async function textOf({ context }: Session, file: string, option: string): Promise<string> {
  try {
    return await readFile(isAbsolute(file) ? file : join(context.directory, file), 'utf8')
  } catch {
    throw usageError(`${option} names ${JSON.stringify(file)}, which cannot be read`)
  }
}
