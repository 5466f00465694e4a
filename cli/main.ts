#!/usr/bin/env node
import { processContext } from './process/context.ts'
import { run } from './run.ts'

void run(process.argv.slice(2), processContext()).then((code) => {
  process.exit(code)
})
