import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { FOR_NODE } from '../../scripts/bundle/for-node.ts'

/**
 * Bundles a provider that stands in for that of somebody else, as the program that Terraform looks for; answers its folder,
 * below `scratch`.
 */
export async function bundleProvider(name: string, main: string, scratch: string): Promise<string> {
  const folder = join(scratch, name)
  await build({
    ...FOR_NODE,
    entryPoints: [main],
    outfile: join(folder, 'main.cjs'),
    target: 'node20.19',
  })
  const program = `#!/bin/sh\nexec "${process.execPath}" "\${0%/*}/main.cjs"\n`
  writeFileSync(join(folder, `terraform-provider-${name}`), program, { mode: 0o755 })
  return folder
}
