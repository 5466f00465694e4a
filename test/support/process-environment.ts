import type { TestContext } from 'node:test'

/** Sets variables of this very process, which the SDK reads, for as long as a test runs; undefined takes one away. */
export function setEnvironment(
  t: TestContext,
  variables: Readonly<Record<string, string | undefined>>,
): void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  set(Object.entries(variables))
  t.after(() => {
    set(before)
  })
}

function set(variables: readonly (readonly [string, string | undefined])[]): void {
  for (const [name, value] of variables) {
    if (value === undefined) Reflect.deleteProperty(process.env, name)
    else process.env[name] = value
  }
}
