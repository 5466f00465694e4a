/**
 * Makes the process see the given `AWS_*` variables and no others: what the SDK reads by itself is then what main
 * decided, whatever later steps put into the environment.
 */
export function sealEnvironment(
  environment: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string>>,
): void {
  for (const name of Object.keys(environment)) {
    if (name.startsWith('AWS_')) Reflect.deleteProperty(environment, name)
  }
  Object.assign(environment, variables)
}
