#!/usr/bin/env node
/** What Terraform starts: the provider `daypass/daypass`. */
import { tooOldNode } from '../terraform-plugin/plugin/node-version.ts'
import { startProvider } from './start.ts'

const refusal = tooOldNode('daypass', '20.19')
if (refusal === undefined) await startProvider()
else {
  process.stdout.write(`${refusal}\n`)
  process.exitCode = 1
}
