import { findPolicy } from '../access/policies.ts'
import { readPolicy } from '../iam/documents.ts'
import { newManagedPolicy } from '../iam/managed-policies.ts'
import type { Seeded } from './seeded.ts'
import { accountOfArn, nameOfArn, resourceOfArn } from '../world/arn.ts'
import { addAwsPolicy, awsStatements } from '../world/aws-policies.ts'

const EVERYTHING = [{ Effect: 'Allow', Action: '*', Resource: '*' }]

/** A managed policy by ARN, if there is none yet. */
export function seedPolicy(sandbox: Seeded, arn: string): void {
  const { world } = sandbox
  const accountId = accountOfArn(arn)
  if (accountId === undefined || findPolicy(world, arn) !== undefined) return
  const now = sandbox.clock.now()
  const name = nameOfArn(arn)
  const path = pathOfArn(arn)
  if (accountId === 'aws') {
    const isReading = /ReadOnly|ViewOnly/u.test(name)
    addAwsPolicy(world, name, isReading ? awsStatements('ReadOnlyAccess') : EVERYTHING, now, path)
    return
  }
  const text = JSON.stringify({ Version: '2012-10-17', Statement: EVERYTHING })
  const policy = newManagedPolicy(
    { world, now },
    { accountId, path, name },
    readPolicy(text, 'identity'),
  )
  world.account(accountId).policies.set(policy.arn, policy)
}

/** The path in an ARN of IAM: `/a/b/` of `…:role/a/b/name`. */
export function pathOfArn(arn: string): string {
  const resource = resourceOfArn(arn)
  return resource.slice(resource.indexOf('/'), resource.lastIndexOf('/') + 1)
}
