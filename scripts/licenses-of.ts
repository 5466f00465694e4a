import { readFile, readdir } from 'node:fs/promises'
import type { Metafile } from 'esbuild'

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/

/**
 * Names, versions and licence texts of every package that a bundle contains: their licences ask that the
 * text goes with each copy.
 */
export async function licensesOf(root: string, { inputs }: Metafile): Promise<string> {
  const folders = Object.keys(inputs).map((path) => PACKAGE_FOLDER.exec(path)?.[0])
  const unique = [...new Set(folders.filter((folder) => folder !== undefined))].sort()
  const packages = await Promise.all(unique.map((folder) => packageIn(`${root}/${folder}`)))
  const terms = new Set(packages.map((each) => each.terms))
  const sections = [...terms].map((text) => {
    const titles = packages.filter((each) => each.terms === text).map(({ title }) => title)
    return `${titles.join('\n')}\n\n${text}`
  })
  return sections.join(`\n${'-'.repeat(80)}\n\n`)
}

async function packageIn(folder: string): Promise<{ title: string; terms: string }> {
  const text = await readFile(`${folder}/package.json`, 'utf8')
  const { name, version, license } = JSON.parse(text) as Record<string, unknown>
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
  const terms = file === undefined ? '' : await readFile(`${folder}/${file}`, 'utf8')
  return { title: `${String(name)} ${String(version)} (${String(license)})`, terms }
}
