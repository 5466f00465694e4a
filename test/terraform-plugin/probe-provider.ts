/** A small provider with one of each kind, whose world is a folder: a file for everything that exists. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { definitions, providerFunction } from '../../terraform-plugin/definition/provider.ts'
import type { AnyProvider } from '../../terraform-plugin/definition/provider.ts'
import { DiagnosticError, FunctionError } from '../../terraform-plugin/protocol/diagnostic.ts'
import { isUnknown } from '../../terraform-plugin/protocol/value.ts'

interface Session {
  readonly region: string
}

const define = definitions<Session>()

export const thingSchema = {
  description: 'A thing in the folder.',
  version: 1,
  attributes: {
    name: { type: 'string', use: 'required', replaces: true, description: 'Its name.' },
    size: { type: 'number', use: 'optional', description: 'Its size.' },
    tags: { type: { map: 'string' }, use: 'optional', description: 'Its tags.' },
    colours: { type: { set: 'string' }, use: 'optional', description: 'Its colours.' },
    anything: { type: 'dynamic', use: 'optional', description: 'Anything.' },
    password: { type: 'string', use: 'optional', writeOnly: true, description: 'A password.' },
    rules: {
      nested: 'list',
      use: 'optional',
      description: 'Rules.',
      attributes: {
        effect: { type: 'string', use: 'required', description: 'Allow or Deny.' },
        weight: { type: 'number', use: 'optional', description: 'How much.' },
      },
    },
    mode: { type: 'string', use: 'optional_computed', description: 'How it works.' },
    id: { type: 'string', use: 'computed', stable: true, description: 'Its id.' },
    revision: { type: 'number', use: 'computed', description: 'Counts its changes.' },
  },
  blocks: {
    part: {
      nesting: 'list',
      description: 'Parts.',
      attributes: { label: { type: 'string', use: 'required', description: 'A label.' } },
    },
  },
} as const

export const leaseSchema = {
  description: 'A lease.',
  attributes: {
    role: { type: 'string', use: 'required', description: 'For what.' },
    secret: { type: 'string', use: 'computed', sensitive: true, description: 'The secret.' },
  },
} as const

export const echoSchema = {
  description: 'Says what it heard.',
  attributes: {
    text: { type: 'string', use: 'required', description: 'What to say.' },
    number: { type: 'number', use: 'optional', description: 'A number.' },
    said: { type: 'string', use: 'computed', description: 'What was said.' },
  },
} as const

export const configurationSchema = {
  description: 'Probes the protocol.',
  attributes: { region: { type: 'string', use: 'optional', description: 'Where.' } },
} as const

/** The provider `probe`; `folder` is its world. */
export function probeProvider(folder: string): AnyProvider {
  const live = (kind: string, name: string): string =>
    join(folder, `${kind}-${encodeURIComponent(name)}`)

  const thing = define.resource({
    schema: thingSchema,
    identity: {
      schema: {
        attributes: { name: { type: 'string', use: 'required', description: 'Its name.' } },
      },
      of: ({ name }) => ({ name }),
    },
    validate: ({ rules }, { diagnostics }) => {
      if (rules === null || isUnknown(rules)) return
      for (const [index, rule] of rules.entries())
        if (!isUnknown(rule) && rule.effect === 'Maybe')
          diagnostics.error({
            summary: 'Bad effect',
            detail: 'Say Allow or Deny.',
            path: ['rules', index, 'effect'],
          })
    },
    plan: ({ prior }) => ({ computed: prior === null ? { mode: 'usual' } : {} }),
    create: ({ config: { name, password } }) => {
      if (name === 'fails') throw new Error('the thing failed')
      writeFileSync(live('thing', name), password ?? '')
      return { result: { id: `id-${name}`, revision: 1 }, private: 'hidden' }
    },
    read: ({ state }) => (existsSync(live('thing', state.name)) ? { state: {} } : 'gone'),
    update: ({ prior }) => ({ result: { id: prior.id, revision: Number(prior.revision) + 1 } }),
    delete: ({ state }) => {
      rmSync(live('thing', state.name), { force: true })
    },
    import: (what) => {
      const name = what.by === 'id' ? what.id : what.identity.name
      return { name, id: `id-${name}`, revision: 1, mode: 'usual', part: [] }
    },
    upgrade: (_version, state) => ({ ...state, mode: 'old' }),
  })

  const echo = define.dataSource({
    schema: echoSchema,
    read: ({ text }, { session, log }) => {
      log.info('echo', { characters: text.length })
      if (text === 'throw') throw new Error('the echo failed')
      if (text === 'exit') process.exit(3)
      if (text === 'crash')
        setTimeout(() => {
          throw new Error('the echo crashed')
        }, 1)
      return { said: `${text} from ${session.region}` }
    },
  })

  const lease = define.ephemeralResource({
    schema: leaseSchema,
    open: async ({ role }, { stop }) => {
      if (role === 'slow') await delay(60_000, undefined, { signal: stop }).catch(() => undefined)
      if (role === 'slow') throw new DiagnosticError({ summary: 'Stopped', detail: 'As asked.' })
      const id = `${role}-${readdirSync(folder).length}`
      writeFileSync(live('lease', id), '')
      const secret = role === 'misfit' ? (42 as unknown as string) : `secret-${id}`
      return { result: { secret }, private: id, renewAt: new Date(0) }
    },
    renew: (opened) => ({ private: `${opened}+` }),
    close: async (opened) => {
      await unlink(live('lease', opened))
    },
  })

  return define.provider({
    schema: configurationSchema,
    configure: ({ region }) => ({ region: typeof region === 'string' ? region : 'nowhere' }),
    shutdown: (_session, { why }) => {
      writeFileSync(join(folder, 'ended'), why)
    },
    explain: (error) => ({ summary: 'It failed', detail: String(error) }),
    dataSources: { probe_echo: echo },
    resources: { probe_thing: thing },
    ephemeralResources: { probe_lease: lease },
    functions: { join: joined },
  })
}

const joined = providerFunction({
  summary: 'Joins',
  description: 'Joins texts.',
  parameters: [{ name: 'separator', type: 'string', description: 'Between.' }],
  variadic: { name: 'parts', type: 'string', description: 'What.' },
  returns: 'string',
  call: (separator, ...parts) => {
    const empty = parts.indexOf('')
    if (empty >= 0) throw new FunctionError('a part is empty', empty + 1)
    return parts.join(separator)
  },
})
