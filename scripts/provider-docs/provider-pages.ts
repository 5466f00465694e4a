import { existsSync, readFileSync } from 'node:fs'
import type { AnyProvider } from '../../terraform-plugin/definition/provider.ts'
import type { Schema } from '../../terraform-plugin/protocol/schema.ts'
import { describeFunction } from './describe-function.ts'
import { describeSchema } from './describe-schema.ts'
import { VAULT_EQUIVALENTS } from './vault-equivalents.ts'

/** One page: its path without `.md`, and Markdown. */
export interface Page {
  readonly path: string
  readonly text: string
}

const NAME = 'daypass'

/** All pages of the provider, as the Terraform registry lays them out. `examples` is the folder with its examples. */
export function providerPages(provider: AnyProvider, examples: string): readonly Page[] {
  const example = (file: string): readonly string[] => {
    const path = `${examples}/${file}.tf`
    if (!existsSync(path)) throw new Error(`there is no example ${path}`)
    return ['## Example Usage', `\`\`\`terraform\n${readFileSync(path, 'utf8').trim()}\n\`\`\``]
  }
  const kind = (folder: string, title: string, of: Readonly<Record<string, WithSchema>>): Page[] =>
    Object.entries(of).map(([name, { schema, ...rest }]) => {
      const path = `${folder}/${name.replace(`${NAME}_`, '')}`
      return page({
        path,
        title: `${name} ${title} - ${NAME}`,
        heading: `${name} (${title})`,
        description: schema.description,
        chapters: [
          ...example(`${folder}/${name}`),
          ...vaultEquivalent(path),
          describeSchema(schema),
          ...('import' in rest ? importing(name) : []),
        ],
      })
    })
  const { schema, dataSources, resources, ephemeralResources, functions } = provider
  return [
    page({
      path: 'index',
      title: `Provider: ${NAME}`,
      heading: `${NAME} Provider`,
      description: schema.description,
      chapters: [...example('provider'), ...vaultEquivalent('index'), describeSchema(schema)],
    }),
    ...kind('data-sources', 'Data Source', dataSources),
    ...kind('resources', 'Resource', resources),
    ...kind('ephemeral-resources', 'Ephemeral Resource', ephemeralResources),
    ...Object.entries(functions).map(([name, one]) =>
      page({
        path: `functions/${name}`,
        title: `${name} function - ${NAME}`,
        heading: `function: ${name}`,
        summary: one.summary,
        description: one.description,
        chapters: [...example(`functions/${name}`), describeFunction(name, one)],
      }),
    ),
  ]
}

interface WithSchema {
  readonly schema: Schema
}

interface Content {
  readonly path: string
  readonly title: string
  readonly heading: string
  /** For lists of pages; the first sentence of the description when absent. */
  readonly summary?: string
  readonly description: string
  readonly chapters: readonly string[]
}

function page({ path, title, heading, summary, description, chapters }: Content): Page {
  const front = [
    '---',
    `page_title: ${JSON.stringify(title)}`,
    'subcategory: ""',
    `description: |-\n  ${summary ?? firstSentence(description)}`,
    '---',
  ].join('\n')
  const generated = '<!-- Written by scripts/generate-provider-docs.ts. -->'
  const text = [front, generated, `# ${heading}`, description, ...chapters].join('\n\n')
  return { path, text: `${text}\n` }
}

/** Without the marks of Markdown, which lists of pages do not show. */
function firstSentence(description: string): string {
  return description.replace(/^(.*?\.)(\s.*)?$/s, '$1').replaceAll(/[*`]/g, '')
}

function vaultEquivalent(path: string): readonly string[] {
  const found = VAULT_EQUIVALENTS[path]
  if (found === undefined) return []
  const rows = found.rows.map(([there, here]) => `| ${there} | ${here} |`)
  return [
    '## Coming from Vault',
    `The \`vault\` provider has ${found.names}.`,
    ['| there | here |', '| --- | --- |', ...rows].join('\n'),
  ]
}

function importing(name: string): readonly string[] {
  return [
    '## Import',
    'By its name:',
    `\`\`\`shell\nterraform import ${name}.site site\n\`\`\``,
    'Or by a block, for which `terraform plan -generate-config-out=site.tf` writes the resource. Terraform 1.17 wants the provider named there:',
    `\`\`\`terraform\nimport {\n  to       = ${name}.site\n  id       = "site"\n  provider = ${NAME}\n}\n\`\`\``,
    'From Terraform 1.12 on also by its identity:',
    `\`\`\`terraform\nimport {\n  to       = ${name}.site\n  identity = { name = "site" }\n  provider = ${NAME}\n}\n\`\`\``,
  ]
}
