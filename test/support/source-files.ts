import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as TypeScript from 'typescript'

// Imported, the compiler takes a second longer: Node first looks through all of it for its export names.
const ts = createRequire(import.meta.url)('typescript') as typeof TypeScript

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Something at a line of a file. */
export interface Found {
  readonly what: string
  readonly line: number
}

/** A TypeScript file, read and parsed once. */
export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
  /** Module names as written, of types too, static and dynamic. */
  readonly imports: readonly Found[]
  /** Uses of what is confined or forbidden, in a plain spelling: `process.env`, `new Date()`, `test.skip`, … */
  readonly uses: readonly Found[]
  /** Texts as written, with `…` for what is put into them: not names of modules, types or keys. */
  readonly texts: readonly Found[]
  /** Names of exports without a docstring. */
  readonly undocumented: readonly Found[]
}

const NEVER_OURS = new Set([
  'node_modules',
  'dist',
  'dist-sea',
  'dist-release',
  'cdktf.out',
  'generated',
  '.git',
  '.cache',
  '.daypass',
])

/** Paths of all files of the project, from the root, with slashes. */
export function projectFiles(folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !NEVER_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? projectFiles(path) : [path]
    })
}

/** Reads and parses a TypeScript file. */
export function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  }
  const file = ts.createSourceFile(path, text, options, true)
  const imports: Found[] = []
  const uses: Found[] = []
  const texts: Found[] = []
  const add = (found: Found[], what: string | undefined, node: TypeScript.Node): void => {
    if (what !== undefined) found.push({ what, line: lineOf(file, node) })
  }
  const visit = (node: TypeScript.Node): void => {
    add(imports, importedModule(node), node)
    add(uses, notableUse(node), node)
    add(texts, spokenText(node), node)
    ts.forEachChild(node, visit)
  }
  visit(file)
  const undocumented = file.statements.flatMap((statement) => undocumentedExports(file, statement))
  return { path, text, imports, uses, texts, undocumented }
}

function importedModule(node: TypeScript.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier === undefined ? undefined : literal(node.moduleSpecifier)
  }
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined
  }
  const calls = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  return calls && node.arguments[0] !== undefined ? literal(node.arguments[0]) : undefined
}

function literal(node: TypeScript.Node): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined
}

/** Reading `env['NAME']` says nothing, nor does the name of a key, of a type or of a module. */
function spokenText(node: TypeScript.Node): string | undefined {
  if (ts.isTemplateExpression(node)) {
    return [node.head, ...node.templateSpans.map((span) => span.literal)]
      .map(({ text }) => text)
      .join('…')
  }
  const text = literal(node)
  if (text === undefined) return undefined
  const { parent } = node
  const isKey =
    ts.isElementAccessExpression(parent) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isLiteralTypeNode(parent)
  return isKey ? undefined : text
}

const TEST_FUNCTIONS = new Set(['test', 'it', 'describe', 'suite', 't', 'context'])
const NOT_RUN = new Set(['skip', 'only', 'todo'])

function notableUse(node: TypeScript.Node): string | undefined {
  if (ts.isExportAssignment(node)) return 'default export'
  if (node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isDefaultClause(node.parent)) {
    return 'default export'
  }
  if (ts.isNewExpression(node) && name(node.expression) === 'Date') {
    return (node.arguments?.length ?? 0) === 0 ? 'new Date()' : undefined
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    if (node.expression.name.text === 'reveal') return '.reveal()'
  }
  if (ts.isPropertyAccessExpression(node)) return notableAccess(node)
  if (ts.isPropertyAssignment(node)) return fixedSkip(node)
  if (ts.isBindingElement(node) || ts.isImportSpecifier(node)) return takenFromProcess(node)
  if (ts.isIdentifier(node) && node.text === 'console') {
    const isName = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node
    const isKey = ts.isPropertyAssignment(node.parent) && node.parent.name === node
    return isName || isKey ? undefined : 'console'
  }
  return undefined
}

const CONFINED_ACCESS = new Set([
  'Date.now',
  'process.env',
  'Math.random',
  'AbortSignal.timeout',
  'AbortSignal.any',
])

function notableAccess(node: TypeScript.PropertyAccessExpression): string | undefined {
  const access = `${name(node.expression) ?? ''}.${node.name.text}`
  if (CONFINED_ACCESS.has(access)) return access
  const ofTest = TEST_FUNCTIONS.has(name(node.expression) ?? '')
  return ofTest && NOT_RUN.has(node.name.text) ? access : undefined
}

/** `const { env } = process` and `import { env } from 'node:process'` are `process.env` too. */
function takenFromProcess(
  node: TypeScript.BindingElement | TypeScript.ImportSpecifier,
): string | undefined {
  const taken = node.propertyName ?? node.name
  if (!ts.isIdentifier(taken) || taken.text !== 'env') return undefined
  const from = ts.isBindingElement(node)
    ? ts.isVariableDeclaration(node.parent.parent) && node.parent.parent.initializer
    : node.parent.parent.parent.moduleSpecifier
  if (from === undefined || from === false) return undefined
  return /^['"]?(node:)?process['"]?$/.test(from.getText()) ? 'process.env' : undefined
}

/** `{ skip: true }`: not run whatever the machine has. `{ skip }` with a reason found at run time is another thing. */
function fixedSkip({ name: key, initializer }: TypeScript.PropertyAssignment): string | undefined {
  const fixed = initializer.kind === ts.SyntaxKind.TrueKeyword || ts.isStringLiteral(initializer)
  return fixed && ts.isIdentifier(key) && NOT_RUN.has(key.text) ? `{ ${key.text}: … }` : undefined
}

function name(node: TypeScript.Expression): string | undefined {
  return ts.isIdentifier(node) ? node.text : undefined
}

function undocumentedExports(
  file: TypeScript.SourceFile,
  statement: TypeScript.Statement,
): readonly Found[] {
  const exported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  const comments = ts.getLeadingCommentRanges(file.text, statement.pos) ?? []
  const documented = comments.some(({ pos }) => file.text.startsWith('/**', pos))
  if (!exported || documented) return []
  const [head = ''] = statement.getText(file).split(/[({=<]/)
  return [{ what: head.replace(/^export\s+/, '').trim(), line: lineOf(file, statement) }]
}

function lineOf(file: TypeScript.SourceFile, node: TypeScript.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
}
