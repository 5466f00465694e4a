#!/usr/bin/env node
import { processContext } from './process/context.ts'
import { run } from './run.ts'

process.exit(await run(process.argv.slice(2), processContext()))
