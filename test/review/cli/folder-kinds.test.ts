/** A folder of role files that is none: what hides there would be read when credentials are issued. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from '../../../cli/run.ts'
import { recordingContext } from '../../cli/recording-context.ts'
import { type Files, makeRepository, type Repository } from './repository.ts'
import { READER, WIDER } from './roles.ts'

async function review(directory: string, head: string, folder: string, base = 'base') {
  const recording = recordingContext({ env: { PATH: process.env['PATH'] } })
  const argv = ['review', '--base', base, '--head', head, '--roles', folder]
  const code = await run(argv, { ...recording.context, directory })
  const [line = ''] = recording.stdout().split('\n')
  return { code, line, stdout: recording.stdout(), stderr: recording.stderr() }
}

interface Case {
  readonly folder: string
  readonly base: Files
  /** Changes the working tree. */
  readonly change: (repository: Repository) => void
}

const SUBMODULE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const moved = (repository: Repository, from: string, to: string) => repository.git('mv', from, to)

const CASES: Readonly<Record<string, Case>> = {
  'a link': {
    folder: 'roles',
    base: { 'roles/reader.yaml': READER },
    change: (repository) => {
      moved(repository, 'roles', 'other')
      repository.write({ 'other/reader.yaml': WIDER, roles: '→other' })
    },
  },
  'a link on the way': {
    folder: 'infra/aws/roles',
    base: { 'infra/aws/roles/reader.yaml': READER },
    change: (repository) => {
      moved(repository, 'infra', 'other')
      repository.write({ 'other/aws/roles/reader.yaml': WIDER, infra: '→other' })
    },
  },
  'a file': {
    folder: 'roles',
    base: { 'roles/reader.yaml': READER },
    change: (repository) => {
      moved(repository, 'roles', 'other')
      repository.write({ roles: 'other\n' })
    },
  },
  'missing on the new side': {
    folder: 'roles',
    base: { 'roles/reader.yaml': READER },
    change: (repository) => {
      moved(repository, 'roles', 'Roles')
    },
  },
}

for (const [what, { folder, base, change }] of Object.entries(CASES)) {
  test(`a folder of roles that is ${what} blocks, as a revision and as a directory`, async () => {
    const repository = makeRepository()
    repository.commit(base)
    repository.git('tag', 'base')
    change(repository)
    repository.commit({})
    for (const head of ['main', '.']) {
      const { code, line, stdout } = await review(repository.directory, head, folder)
      assert.equal(code, 1, stdout)
      assert.match(line, /^not compared: .*1 finding blocks$/)
    }
  })
}

test('a folder of roles that is a submodule blocks, at its place and on the way to it', async () => {
  for (const [folder, place] of [
    ['roles', 'roles'],
    ['infra/roles', 'infra'],
  ] as const) {
    const repository = makeRepository()
    repository.commit({ [`${folder}/reader.yaml`]: READER })
    repository.git('tag', 'base')
    repository.git('rm', '-r', '--quiet', folder)
    repository.git('update-index', '--add', '--cacheinfo', `160000,${SUBMODULE},${place}`)
    repository.git('commit', '--quiet', '--message=change')
    const { code, line, stdout } = await review(repository.directory, 'main', folder)
    assert.equal(code, 1, stdout)
    assert.match(line, /^not compared: /)
  }
})

test('a folder that was a link and is one now makes all its roles new', async () => {
  const repository = makeRepository()
  repository.commit({ 'other/reader.yaml': READER, roles: '→other' })
  repository.git('tag', 'base')
  repository.commit({ roles: '', 'other/reader.yaml': '' })
  repository.commit({ 'roles/reader.yaml': READER })
  const { line } = await review(repository.directory, 'main', 'roles')
  assert.match(line, /^wider: 1 role wider, 1 role not compared; /)
})
