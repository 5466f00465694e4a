/** Each face as a process of a user whom the system does not know, without HOME, as in containers with a bare uid. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { homeDirectory } from '../../assembly/home-directory.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { root } from '../support/source-files.ts'

const BARE = { uid: 54_321, gid: 54_321 }
const STATE = 's3://daypass-state?region=us-east-1'
const ASKS_AWS =
  "const { STS } = await import('@aws-sdk/client-sts'); console.log((await new STS().getCallerIdentity({})).Account); process.exitCode = 0"

/** A program, what it is given beside the keys of daypass, and what shows that AWS was asked. */
const FACES: readonly (readonly [
  face: string,
  program: string,
  given: Readonly<Record<string, string>>,
  said: RegExp,
])[] = [
  [
    'the command',
    "process.argv.splice(1, 0, 'daypass', 'sweep'); await import('./cli/main.ts')",
    { DAYPASS_STATE: STATE },
    /nothing is due/,
  ],
  [
    'the sweep of the Action',
    "import { sweep } from './action/steps.ts'; await sweep()",
    { INPUT_STATE: STATE },
    /0 ended, 0 failed, 0 stuck/,
  ],
  [
    'the provider',
    `import { startProvider } from './provider/start.ts'; await startProvider(); ${ASKS_AWS}`,
    {},
    /123456789012/,
  ],
]

const skip = process.getuid?.() === 0 ? false : 'only root may become another user'

for (const [face, program, given, said] of FACES) {
  test(
    `${face} works for a user without home directory and entry in the list of users`,
    { skip },
    async (t) => {
      const sandbox = await startSandbox()
      t.after(() => sandbox.stop())
      const { accessKeyId, secretAccessKey } = sandbox.root
      const env = {
        PATH: process.env['PATH'],
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: sandbox.url,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...given,
      }
      const args = ['--import', 'tsx', '--input-type=module', '-e', program]
      const { output, code } = await new Promise<{ output: string; code: number }>((resolve) => {
        execFile(process.execPath, args, { ...BARE, env, cwd: root }, (failed, out, err) => {
          resolve({ output: out + err, code: failed === null ? 0 : 1 })
        })
      })
      assert.match(output, said)
      assert.equal(code, 0, output)
    },
  )
}

test('an empty HOME is the home of the account, and never the working directory', () => {
  const env: Record<string, string | undefined> = { HOME: '' }
  assert.equal(
    homeDirectory(
      env,
      () => '',
      () => '/home/ann',
    ),
    '/home/ann',
  )
  assert.equal(env['HOME'], '/home/ann')
})
