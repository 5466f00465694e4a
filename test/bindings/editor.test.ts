/** What an editor shows of the bindings: the declarations that ship. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { buildBindings } from '../../scripts/build-bindings.ts'

const folder = mkdtempSync(join(tmpdir(), 'daypass-editor-'))
after(() => {
  rmSync(folder, { recursive: true })
})
const built = buildBindings(folder)

for (const kit of ['cdktf', 'cdktn']) {
  const declarations = (path: string): string =>
    readFileSync(join(folder, kit, 'generated', path, 'index.d.ts'), 'utf8')

  test(`every attribute of ${kit} has its description, and every class says what it is`, async () => {
    await built
    const folders = readdirSync(join(folder, kit, 'generated'), { withFileTypes: true })
    const names = folders.filter((one) => one.isDirectory() && one.name !== 'provider-functions')
    assert.ok(names.length >= 7)
    for (const { name } of names) {
      const lines = declarations(name).split('\n')
      const bare = lines.filter(
        (line, index) =>
          /^ {4}(get|readonly) \w+(\(\)|\??:)/.test(line) &&
          !/Input\(\)|internalValue|alias/.test(line) &&
          !lines[index - 1]?.endsWith('*/'),
      )
      assert.deepEqual(bare, [], name)
      assert.match(lines.join('\n'), /\/\*\*\n\* [A-Z`].*\n\*\n\* Represents a/, name)
    }
  })

  test(`${kit} shows at each secret that it lies in clear text in the state, where it does`, async () => {
    await built
    for (const name of ['lease', 'data-daypass-credentials', 'ephemeral-daypass-credentials'])
      for (const secret of ['secretKey', 'sessionToken']) {
        const [, shown = ''] =
          new RegExp(`/\\*\\* (.*) \\*/\\n +get ${secret}\\(`).exec(declarations(name)) ?? []
        assert.equal(
          shown.includes('clear text in the state'),
          name !== 'ephemeral-daypass-credentials',
        )
      }
  })

  test(`the ephemeral class of ${kit} offers no import and says nothing of a state`, async () => {
    await built
    const shown = declarations('ephemeral-daypass-credentials')
    assert.doesNotMatch(shown, /generateConfigForImport|createBeforeDestroy|clear text/)
    assert.match(shown, /revokes them then/)
  })
}
