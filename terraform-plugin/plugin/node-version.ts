/**
 * What to print on stdout where the running Node is too old for a provider, undefined where it is not. Terraform shows a
 * first line that is no handshake.
 *
 * @param needed - the oldest that will do, as `20.19`
 */
export function tooOldNode(
  name: string,
  needed: string,
  running = process.versions.node,
): string | undefined {
  const [major = 0, minor = 0] = running.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = needed.split('.').map(Number)
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined
  return `The provider ${name} needs Node.js ${needed} or newer; the "node" on PATH is ${running}.`
}
