import type { IAM } from '@aws-sdk/client-iam'
import type { S3 } from '@aws-sdk/client-s3'
import type { STS } from '@aws-sdk/client-sts'
import type { AttributePath } from '../../../terraform-plugin/protocol/diagnostic.ts'
import type { ValidationCall } from '../../../terraform-plugin/definition/call.ts'
import { definitions } from '../../../terraform-plugin/definition/provider.ts'
import type { Use } from '../../../terraform-plugin/protocol/schema.ts'

/** Clients of the sandbox, and where they are. */
export interface AwsSession {
  readonly iam: IAM
  readonly s3: S3
  readonly sts: STS
  readonly region: string
}

/** Clients that find keys and endpoint in the environment; loaded here, since a process that only validates needs none. */
export async function openSession(region: string): Promise<AwsSession> {
  const [{ IAM }, { S3 }, { STS }] = await Promise.all([
    import('@aws-sdk/client-iam'),
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/client-sts'),
  ])
  return {
    iam: new IAM({ region }),
    s3: new S3({ region, forcePathStyle: true }),
    sts: new STS({ region }),
    region,
  }
}

/** What a part of the stand-in is defined with. */
export const define = definitions<AwsSession>()

/** An attribute that holds text. */
export function text<const U extends Use>(use: U) {
  return { type: 'string', use, description: '' } as const
}

/** An attribute that holds a number. */
export function number<const U extends Use>(use: U) {
  return { type: 'number', use, description: '' } as const
}

/** An attribute that holds yes or no. */
export function flag<const U extends Use>(use: U) {
  return { type: 'bool', use, description: '' } as const
}

/** Tags, as most of AWS's resources have them. */
export const tags = { type: { map: 'string' }, use: 'optional', description: '' } as const

/** The id that every resource of AWS's provider has. */
export const id = { ...text('computed'), stable: true } as const

/** An ARN that AWS gives. */
export const arn = { ...text('computed'), stable: true } as const

/** A change of it makes the resource anew. */
export const REPLACES = { replaces: true } as const

/** What the stand-in leaves out: nothing changes behind Terraform's back, and the sandbox ends with the test. */
export const KEPT = {
  read: () => ({ state: {} }),
  delete: () => undefined,
} as const

/** A list of blocks of which one is needed. */
export const ONE = { nesting: 'list', min: 1, max: 1, description: '' } as const

/** A list of blocks of which one may be. */
export const AT_MOST_ONE = { nesting: 'list', max: 1, description: '' } as const

/** Refuses a value as AWS's provider does; what is not known yet, and null, passes. */
export function demand(
  call: ValidationCall,
  path: AttributePath,
  value: unknown,
  holds: (text: string) => boolean,
): void {
  if (value === null || (typeof value !== 'string' && typeof value !== 'number')) return
  if (holds(String(value))) return
  call.diagnostics.error({
    summary: 'Invalid value',
    detail: `${String(value)} does not fit`,
    path,
  })
}

/** Whether a text is JSON of an object. */
export function isDocument(value: string): boolean {
  try {
    return typeof JSON.parse(value) === 'object'
  } catch {
    return false
  }
}

/** Whether a text has the shape of an ARN. */
export function isArn(value: string): boolean {
  return /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}|aws)?:.+$/.test(value)
}

/** Whether a number lies between two others. */
export function between(least: number, most: number): (value: string) => boolean {
  return (value) => Number(value) >= least && Number(value) <= most
}

/** Tags as AWS's APIs take them. */
export function tagList(
  from: Readonly<Record<string, string>> | null,
): { Key: string; Value: string }[] {
  return Object.entries(from ?? {}).map(([Key, Value]) => ({ Key, Value }))
}
