import { DaypassError } from '../../../core/errors.ts'
import { isMapping, type Mapping } from '../../../core/role/plain-data.ts'
import { readTaggedYaml } from '../../../core/role/tagged-yaml.ts'
import type { RoleSet, UnreadableRole } from '../../model/role-set.ts'
import { rolesOfParts } from '../iam-holders.ts'
import { roleSet } from '../role-set.ts'
import { isReadHere, partsOfTemplate, type Template } from './template-parts.ts'

/** Files of templates, and those that could not be read as files. */
export interface TemplateFiles {
  readonly files: readonly { readonly file: string; readonly text: string }[]
  readonly refused: readonly { readonly file: string; readonly why: string }[]
}

/** What templates grant in IAM, on both sides of a change. */
export interface TemplateRoles {
  readonly base: RoleSet
  readonly head: RoleSet
  /** Places of what changes, may grant rights, and is not read. */
  readonly notRead: readonly string[]
}

/**
 * Reads CloudFormation's templates, in JSON and YAML, and those of the AWS CDK's `cdk.out`; other files beside them are passed over.
 *
 * @throws {@link DaypassError} `role-not-found` when nothing of either side is read here: that is not the same as nothing wrong.
 */
export function rolesOfTemplates(base: TemplateFiles, head: TemplateFiles): TemplateRoles {
  const [before, after] = [readTemplates(base), readTemplates(head)]
  const notRead = [...changedUnread(before.templates, after.templates), ...stagesBeside(head)]
  if ([before.set, after.set].every((set) => set.roles.length + set.unreadable.length === 0)) {
    const listed = notRead.length === 0 ? '' : `; not read: ${notRead.slice(0, 5).join(', ')}`
    throw new DaypassError(
      'role-not-found',
      `the templates have nothing that is reviewed here${listed}`,
      { hint: 'review templates with roles, users, groups or policies of IAM' },
    )
  }
  return { base: before.set, head: after.set, notRead }
}

function readTemplates({ files, refused }: TemplateFiles): {
  readonly set: RoleSet
  readonly templates: readonly Template[]
} {
  const templates: Template[] = []
  const unreadable: UnreadableRole[] = refused
    .filter(({ file }) => isTemplateName(file))
    .map(({ file, why }) => unread(file, { message: why, line: 1, column: 1 }))
  for (const { file, text } of files.filter((one) => isTemplateName(one.file))) {
    const { value, fault, placeOf } = readTaggedYaml(text)
    const resources = isMapping(value) ? value['Resources'] : undefined
    if (fault !== undefined) unreadable.push(unread(file, fault))
    else if (isMapping(resources)) templates.push({ file, resources, placeOf })
  }
  return {
    set: roleSet([...unreadable, ...rolesOfParts(templates.flatMap(partsOfTemplate))]),
    templates,
  }
}

/** Assemblies of the AWS CDK that lie in folders of their own, which nobody named. */
function stagesBeside({ files }: TemplateFiles): readonly string[] {
  const manifests = files.filter(({ file }) => /(^|\/)manifest\.json$/.test(file))
  return manifests.flatMap(({ file, text }) => {
    const { value } = readTaggedYaml(text)
    const artifacts = isMapping(value) && isMapping(value['artifacts']) ? value['artifacts'] : {}
    return Object.values(artifacts).flatMap((artifact) => {
      if (!isMapping(artifact) || artifact['type'] !== 'cdk:cloud-assembly') return []
      const { properties } = artifact
      const name = isMapping(properties) ? String(properties['directoryName']) : ''
      const folder = file.replace(/manifest\.json$/, name)
      return files.some((one) => one.file.startsWith(`${folder}/`)) ? [] : [folder]
    })
  })
}

/** The AWS CDK keeps its own books in `cdk.out`. */
function isTemplateName(file: string): boolean {
  return !/(^|\/)(manifest|tree|cdk|[^/]*\.assets|[^/]*\.metadata)\.json$/.test(file)
}

function unread(
  file: string,
  {
    message,
    ...place
  }: { readonly message: string; readonly line: number; readonly column: number },
): UnreadableRole {
  return { from: file, name: file, problems: [{ path: [], message, place: { file, ...place } }] }
}

const GRANTING =
  /^(AWS::(IAM|SSO|Serverless|Organizations|RAM)::|AWS::CloudFormation::(Stack|Macro|CustomResource)|Custom::)|Polic(y|ies)$|Permission$/

function changedUnread(before: readonly Template[], after: readonly Template[]): readonly string[] {
  const [old, now] = [granting(before), granting(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => JSON.stringify(old.get(key)) !== JSON.stringify(now.get(key)))
    .sort()
}

function granting(templates: readonly Template[]): ReadonlyMap<string, Mapping> {
  return new Map(
    templates.flatMap(({ file, resources }) =>
      Object.entries(resources).flatMap(([id, resource]) => {
        if (!isMapping(resource)) return []
        const type = String(resource['Type'])
        const properties = isMapping(resource['Properties'])
          ? Object.keys(resource['Properties'])
          : []
        const may = GRANTING.test(type) || properties.some((name) => /Polic(y|ies)/.test(name))
        return may && !isReadHere(type) ? [[`${file}#${id} (${type})`, resource] as const] : []
      }),
    ),
  )
}
