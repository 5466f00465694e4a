#!/usr/bin/env node
/** What Terraform starts: the provider `daypass/daypass`. */
import { tooOldNode } from './node-version.ts'
import { startProvider } from './start.ts'

const refusal = tooOldNode(process.versions.node)
if (refusal === undefined) await startProvider()
else {
  process.stdout.write(`${refusal}\n`)
  process.exitCode = 1
}
