/** A profile that refreshes itself, as each program with an AWS SDK reads it that this machine has. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { needs as needsProgram, writeTerraform } from '../foreign/programs.ts'
import { root } from '../support/source-files.ts'
import { openStage } from './open-stage.ts'
import type { Job } from './runner/job.ts'
import type { Ended } from './runner/run-process.ts'

const stage = await openStage()
const { needs, machine, sandbox } = stage
const BUCKET = 'daypass-state'
const REFRESH = { export: 'profile', profile: 'train', refresh: 'true' }
const files = join(machine.home, '.aws')
const clients = pathToFileURL(join(root, 'node_modules/@aws-sdk/client-s3/dist-cjs/index.js')).href

beforeEach(() => {
  rmSync(files, { recursive: true, force: true })
})

/** Programs, and how each lists what is in the bucket with the profile of the job. */
const PROGRAMS: Readonly<Record<string, (job: Job) => Promise<Ended>>> = {
  'the AWS CLI': async (job) => await job.run('aws', 's3api', 'list-objects', '--bucket', BUCKET),
  Terraform: async (job) => {
    const folder = join(machine.workspace, 'terraform')
    mkdirSync(folder, { recursive: true })
    await writeTerraform(folder, BUCKET)
    return await job.run('terraform', `-chdir=${folder}`, 'init', '-input=false', '-reconfigure')
  },
  'the SDK for JavaScript': async (job) => {
    const code = `import sdk from '${clients}'
      await new sdk.S3({ forcePathStyle: true }).listObjects({ Bucket: '${BUCKET}' })`
    return await job.run(machine.node, '--input-type=module', '--eval', code)
  },
}
const NEEDS: Readonly<Record<string, { skip?: string }>> = {
  'the AWS CLI': await needsProgram('aws'),
  Terraform: await needsProgram('terraform'),
}

for (const [name, list] of Object.entries(PROGRAMS)) {
  test(
    `${name} works with a refreshing profile, from either of its files`,
    { ...NEEDS[name], ...needs },
    async () => {
      const env = { AWS_ENDPOINT_URL: sandbox.url, AWS_MAX_ATTEMPTS: '1', CHECKPOINT_DISABLE: '1' }
      const job = stage.job({ env })
      const main = await job.uses(stage.step(REFRESH))
      assert.equal(main.code, 0, main.log)
      const exported = { AWS_PROFILE: 'train', AWS_EC2_METADATA_DISABLED: 'true' }
      assert.deepEqual(main.exported, exported)
      const { code, log } = await list(job)
      assert.equal(code, 0, log)
      const config = readFileSync(join(files, 'config'), 'utf8')
      writeFileSync(join(files, 'config'), config.replace(/^credential_process.*$/m, ''))
      const alone = await list(job)
      assert.equal(alone.code, 0, alone.log)
      await job.finish()
      assert.deepEqual(stage.alive(), [])
    },
  )
}
