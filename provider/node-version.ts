/**
 * What to say where the running Node is too old, undefined where it is not. Terraform shows a first line that is no
 * handshake.
 */
export function tooOldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return undefined
  return `The provider daypass needs Node.js 20.19 or newer; the "node" on PATH is ${version}.`
}
