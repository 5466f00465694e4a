/** The words of each face, by which a test hears when somebody else says them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readArguments } from '../../cli/usage/program.ts'
import { FIELD_NAMES } from '../../core/role/role-schema.ts'
import { providerSchema } from '../../provider/configuration/schema.ts'
import { requestAttributes } from '../../provider/credentials/attributes.ts'
import { recordingContext } from '../cli/recording-context.ts'
import { root } from './source-files.ts'

/** An option of a command. `…` stands where a text is put together. */
export const FLAG = /(?:^|[^\w-])--(?:[a-z]|…)/i

/** A command of daypass, those of groups by their group. */
export const COMMAND = new RegExp(`\\bdaypass (?:${commands().join('|')})(?![\\w-])`)

/** A variable of the environment: ours, those of AWS's tools, of Terraform or of a runner. */
export const VARIABLE = /\b(?:DAYPASS|AWS|TF|GITHUB|RUNNER|INPUT)_[A-Z]/

/** An input of the Action that is recognised wherever it stands. */
export const INPUT = new RegExp(`(?<![\\w-])(?:${inputs().join('|')})(?![\\w-])|\\binputs? "`)

/** An attribute or block of the provider that is recognised wherever it stands, and is no field of a role. */
export const ATTRIBUTE = new RegExp(`\\b(?:${attributes().join('|')})\\b|\\bprovider block\\b`)

function commands(): readonly string[] {
  const wanted = readArguments(['--help'], recordingContext().context, '0')
  const help = wanted.kind === 'text' ? wanted.text : ''
  const listed = help.slice(0, help.indexOf('Common options:'))
  return [...listed.matchAll(/^ {2}([a-z][a-z-]*)(?: .*)?$/gm)].map(([, name = '']) => name)
}

/** Inputs of one word, such as `state`, are words like others. */
function inputs(): readonly string[] {
  const names = ['action.yml', 'action/review/action.yml', 'action/sweep/action.yml'].flatMap(
    (file) => Object.keys((parse(readFileSync(join(root, file), 'utf8')) as Inputs).inputs),
  )
  return [...new Set(names)].filter((name) => name.includes('-'))
}

interface Inputs {
  readonly inputs: Readonly<Record<string, unknown>>
}

function attributes(): readonly string[] {
  const { attributes: own, blocks } = providerSchema
  const nested = Object.values(blocks).map((block) => block.attributes)
  const names = [own, blocks, requestAttributes, ...nested].flatMap((part) => Object.keys(part))
  const ofRoles = new Set(FIELD_NAMES)
  return [...new Set(names)].filter((name) => name.includes('_') && !ofRoles.has(name))
}
