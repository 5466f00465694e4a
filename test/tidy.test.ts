/** The architecture, whose tables are in `support/architecture.ts`, and the laws that no other tool holds. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { test } from 'node:test'
import {
  CONFINED_MODULES,
  CONFINED_TEXTS,
  CONFINED_USES,
  type Confined,
  MAY_IMPORT,
  MORE_HOMES,
  OTHER_WORLDS,
  SHIPPED,
} from './support/architecture.ts'
import { circles } from './support/circles.ts'
import { type SourceFile, projectFiles, readSource, root } from './support/source-files.ts'

const LINES_MAX = 300
const VAGUE_NAMES = /(^|\/)(utils?|helpers?|common|misc|types|index)\.ts$/
const EXPORT = /^export (?:async )?(?:function\*?|const|class|interface|type|enum) (\w+)/gm
const LEFT_OPEN = /\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/
const OWN_MACHINE = /(^|[\s"'`(=:])\/(work|root|farm)\//

const files = projectFiles()
const sources = files.filter((path) => path.endsWith('.ts')).map(readSource)

test('imports run one way, as the table says', () => {
  const problems = sources.flatMap((source) =>
    source.imports
      .filter(({ what }) => what.startsWith('.'))
      .map((found) => ({ ...found, target: posix.join(posix.dirname(source.path), found.what) }))
      .filter(({ target }) => !mayImport(source.path, target))
      .map(({ line, target }) => `${source.path}:${line} may not import ${target}`),
  )
  assert.deepEqual(problems, [])
})

test('every folder with source has its row in the table', () => {
  const stray = sources.map(({ path }) => path).filter((path) => zoneOf(path) === undefined)
  assert.deepEqual(stray, [])
})

test('no file imports itself by a detour, imports of types counted', () => {
  assert.deepEqual(circles(sources), [])
})

test('what is confined stays in its place', () => {
  const problems = sources.flatMap((source) => [
    ...breaches(source, source.imports, CONFINED_MODULES),
    ...breaches(source, source.uses, CONFINED_USES),
  ])
  assert.deepEqual(problems, [])
})

test('nobody speaks the language of a face but that face', () => {
  const problems = sources.flatMap((source) => breaches(source, source.texts, CONFINED_TEXTS))
  assert.deepEqual(problems, [])
})

test('the table names only files that exist', () => {
  const named = [...CONFINED_MODULES, ...CONFINED_USES, ...CONFINED_TEXTS].flatMap(
    ({ only }) => only,
  )
  const gone = named.filter((path) => path.endsWith('.ts') && !existsSync(join(root, path)))
  assert.deepEqual(gone, [])
})

test('every exported name has one home, or a reason', () => {
  const homes = sources
    .filter(({ path }) => SHIPPED.some((folder) => isIn(path, folder)))
    .filter(({ path }) => !OTHER_WORLDS.some((folder) => isIn(path, folder)))
    .flatMap(({ text }) => [...text.matchAll(EXPORT)].map(([, name = '']) => name))
  const several = homes.filter((name, at) => homes.indexOf(name) !== at)
  assert.deepEqual([...new Set(several)].sort(), Object.keys(MORE_HOMES).sort())
})

test('the domain does no input or output: of Node it takes only a timer', () => {
  const problems = sources
    .filter(({ path }) => isIn(path, 'core'))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ what }) => what.startsWith('node:') && what !== 'node:timers/promises')
        .map(({ what, line }) => `${path}:${line} imports ${what}`),
    )
  assert.deepEqual(problems, [])
})

test('what ships brings no package along, and imports only what package.json names', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
    devDependencies: Record<string, string>
    peerDependencies: Record<string, string>
  }
  assert.equal(manifest.dependencies, undefined)
  const installed = { ...manifest.devDependencies, ...manifest.peerDependencies }
  const problems = sources
    .filter(({ path }) => SHIPPED.some((folder) => isIn(path, folder)))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ what }) => !/^(\.|node:)/.test(what))
        .filter(({ what }) => !(packageName(what) in installed))
        .map(({ what, line }) => `${path}:${line} imports ${what}`),
    )
  assert.deepEqual(problems, [])
})

test('every export of what ships has a docstring', () => {
  const problems = sources
    .filter(({ path }) => SHIPPED.some((folder) => isIn(path, folder)))
    .flatMap(({ path, undocumented }) =>
      undocumented.map(({ what, line }) => `${path}:${line} ${what}`),
    )
  assert.deepEqual(problems, [])
})

test(`no source file has more than ${LINES_MAX} lines`, () => {
  const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > LINES_MAX)
  assert.deepEqual(paths(long), [])
})

test('every source file is named after the one thing inside', () => {
  assert.deepEqual(paths(sources.filter(({ path }) => VAGUE_NAMES.test(path))), [])
})

test('nothing is left open', () => {
  assert.deepEqual(paths(sources.filter(({ text }) => LEFT_OPEN.test(text))), [])
})

test('no file knows the machine it was written on', () => {
  const own = files
    .filter((path) => path !== 'package-lock.json')
    .filter((path) => OWN_MACHINE.test(readFileSync(join(root, path), 'utf8')))
  assert.deepEqual(own, [])
})

test('every link between the documents leads somewhere', () => {
  const dead = files
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => {
      const links = readFileSync(join(root, path), 'utf8').matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)
      return [...links]
        .map(([, target = '']) => join(dirname(path), target))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${path} → ${target}`)
    })
  assert.deepEqual(dead, [])
})

test('no two decisions have one number', () => {
  const numbers = files.flatMap((path) => /^docs\/decisions\/(\d{4})-/.exec(path)?.[1] ?? [])
  assert.deepEqual(
    numbers.filter((number, at) => numbers.indexOf(number) !== at),
    [],
  )
})

function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`)
}

function zoneOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT)
    .filter((zone) => isIn(path, zone))
    .sort((a, b) => b.length - a.length)[0]
}

function mayImport(path: string, target: string): boolean {
  const from = zoneOf(path)
  const to = zoneOf(target)
  if (to === undefined) return target === 'package.json'
  return from === to || (from !== undefined && (MAY_IMPORT[from] ?? []).includes(to))
}

function breaches(
  { path }: SourceFile,
  found: SourceFile['uses'],
  table: readonly Confined[],
): readonly string[] {
  return table.flatMap(({ what, only, because }) =>
    only.some((place) => isIn(path, place))
      ? []
      : found
          .filter((use) => what.test(use.what))
          .map((use) => `${path}:${use.line} uses ${use.what}: ${because}`),
  )
}

function packageName(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

function paths(found: readonly SourceFile[]): readonly string[] {
  return found.map(({ path }) => path)
}
