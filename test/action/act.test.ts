/** The Action under a runner that is not the project's own: nektos/act, on the machine itself. */
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { needs as needsProgram } from '../foreign/programs.ts'
import { root } from '../support/source-files.ts'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, machine, tokens } = stage
const withAct = { ...(await needsProgram('act')), ...needs }
const folder = mkdtempSync(join(tmpdir(), 'daypass-act-'))
after(() => {
  rmSync(folder, { recursive: true, force: true })
})
const action = join(folder, 'action')
cpSync(join(root, 'action.yml'), join(action, 'action.yml'))
cpSync(join(root, 'action/dist'), join(action, 'action/dist'), { recursive: true })

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
  readonly run?: string
}

/** A step with the Action. */
function daypass(inputs: Readonly<Record<string, string>> = {}): Step {
  return { uses: 'daypass/daypass@v1', with: { ...stage.step(inputs).with } }
}

/** Runs a workflow of one job with these steps after the checkout, and answers its log. */
async function runWorkflow(name: string, steps: readonly Step[]) {
  const repository = join(folder, name)
  mkdirSync(join(repository, '.github/workflows'), { recursive: true })
  cpSync(join(machine.workspace, 'roles'), join(repository, 'roles'), { recursive: true })
  const job = { 'runs-on': 'ubuntu-24.04', steps: [{ uses: 'actions/checkout@v7' }, ...steps] }
  const workflow = JSON.stringify({ on: 'push', jobs: { deploy: job } })
  writeFileSync(join(repository, '.github/workflows/w.yml'), workflow)
  const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...args])
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'x')
  const given = {
    ACTIONS_ID_TOKEN_REQUEST_URL: tokens.url,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: tokens.bearer,
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: machine.home,
  }
  const args = [
    ...['push', '-P', 'ubuntu-24.04=-self-hosted'],
    ...['--local-repository', `daypass/daypass@v1=${action}`],
    ...Object.entries(given).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
  ]
  const env = {
    PATH: `${dirname(machine.node)}:${process.env['PATH'] ?? ''}`,
    HOME: machine.home,
    XDG_CACHE_HOME: join(folder, 'cache'),
  }
  return await new Promise<{ code: number; log: string }>((resolve) => {
    execFile('act', args, { cwd: repository, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, log: `${stdout}${stderr}` })
    })
  })
}

const HAS_CREDENTIALS = {
  run: 'test -n "$AWS_SESSION_TOKEN" && echo "secret $AWS_SECRET_ACCESS_KEY"',
}
const DIRECT = { role: 'direct', state: '', 'broker-role-arn': '' }

/** Workflows: steps, the exit code, how many leases they have, and how many of those nobody may revoke. */
const WORKFLOWS: Readonly<
  Record<string, readonly [steps: readonly Step[], code: number, leases: number, kept: number]>
> = {
  'a-job': [[daypass(), HAS_CREDENTIALS], 0, 1, 0],
  'a-step-that-fails': [[daypass(), { run: 'exit 3' }], 1, 1, 0],
  'without-state': [[daypass({ state: '' }), HAS_CREDENTIALS], 0, 1, 0],
  'two-steps': [[daypass(), daypass({ role: 'log-reader' }), HAS_CREDENTIALS], 0, 2, 0],
  'a-profile': [
    [
      daypass({ profile: 'deploy', refresh: 'true' }),
      {
        run: 'grep -q "^credential_process = " ~/.aws/credentials && test "$AWS_PROFILE" = deploy',
      },
    ],
    0,
    1,
    0,
  ],
  'directly-from-oidc-twice': [[daypass(DIRECT), daypass(DIRECT), HAS_CREDENTIALS], 0, 2, 2],
}

for (const [name, [steps, code, leases, kept]] of Object.entries(WORKFLOWS)) {
  test(
    `act runs the workflow ${name}, and nothing of it lives that could be revoked`,
    withAct,
    async () => {
      const ended = await runWorkflow(name, steps)
      assert.equal(ended.code, code, ended.log)
      assert.equal(ended.log.match(/\| role \S+ issued as/g)?.length, leases, ended.log)
      assert.equal(
        ended.log.match(/\| lease \S+ revoked at/g)?.length ?? 0,
        leases - kept,
        ended.log,
      )
      assert.equal(stage.alive().length, kept)
      if (steps.includes(HAS_CREDENTIALS)) assert.match(ended.log, /\| secret \*\*\*$/m)
    },
  )
}
