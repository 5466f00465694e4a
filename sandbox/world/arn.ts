/** An ARN of a partition; account and region may be empty. */
export function awsArn(
  world: { readonly partition: string },
  service: string,
  accountId: string,
  resource: string,
): string {
  return `arn:${world.partition}:${service}::${accountId}:${resource}`
}

/** The account of an IAM ARN (`aws` for AWS's own policies); undefined when it is not an ARN. */
export function accountOfArn(arn: string): string | undefined {
  return /^arn:[\w-]+:(?:iam|sts)::(\d{12}|aws):/u.exec(arn)?.[1]
}

/** The part of an ARN after the account, e.g. `role/path/name`. */
export function resourceOfArn(arn: string): string {
  return arn.split(':').slice(5).join(':')
}

/** The last part of a path: the name of the user, role, group or policy of an ARN. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
