/** The action against an S3, STS and IAM that nobody here wrote. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
import { readFault } from '../../aws/errors/aws-fault.ts'
import { useNode24 } from '../support/other-nodes.ts'
import { RGW_ROLE, furnishRole } from '../support/rgw-role.ts'
import { type Rgw, startRgw } from '../support/rgw.ts'
import { root } from '../support/source-files.ts'
import { startJob } from './runner/job.ts'
import { createMachine } from './runner/machine.ts'

const TITLE =
  'on Ceph RGW a job gets credentials that S3 takes while it runs and refuses once it has ended'
const node = useNode24()
const rgw = await startRgw()
if (typeof node !== 'string') test(TITLE, node)
else if ('skip' in rgw) test(TITLE, rgw)
else {
  after(async () => {
    await rgw.stop()
  })
  await furnishRole(rgw)
  testWith(rgw, node)
}

function testWith({ endpoint, accessKeyId, secretAccessKey }: Rgw, program: string): void {
  const machine = createMachine(program)
  after(() => {
    machine.remove()
  })
  mkdirSync(join(machine.workspace, 'roles'))
  writeFileSync(
    join(machine.workspace, 'roles/deploy.yaml'),
    `credential_type: assumed_role\nrole_arns: [${RGW_ROLE}]\n`,
  )
  const inputs = {
    role: 'deploy',
    state: `s3://leased/state?region=us-east-1&endpoint=${encodeURIComponent(endpoint)}`,
    'aws-region': 'us-east-1',
    'aws-access-key-id': accessKeyId,
    'aws-secret-access-key': secretAccessKey,
    'sts-endpoint': endpoint,
    'iam-endpoint': endpoint,
  }

  /** `done`, or the HTTP status. */
  const list = async (exported: Readonly<Record<string, string>>): Promise<unknown> => {
    const credentials = {
      accessKeyId: exported['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: exported['AWS_SECRET_ACCESS_KEY'] ?? '',
      sessionToken: exported['AWS_SESSION_TOKEN'] ?? '',
    }
    const s3 = new S3({
      region: 'us-east-1',
      endpoint,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials,
    })
    try {
      await s3.listObjectsV2({ Bucket: 'leased' })
      return 'done'
    } catch (error) {
      return readFault(error).status
    }
  }

  test(TITLE, async () => {
    const job = startJob(machine, { secrets: [secretAccessKey] })
    const first = await job.uses({ uses: root, with: inputs })
    const second = await job.uses({ uses: root, with: inputs })
    assert.deepEqual([first.code, second.code], [0, 0], `${first.log}\n${second.log}`)
    assert.deepEqual([await list(first.exported), await list(second.exported)], ['done', 'done'])
    const post = await job.repeatPost()
    assert.deepEqual([post.code, post.annotations], [0, []], post.log)
    assert.deepEqual([await list(first.exported), await list(second.exported)], ['done', 403])
    await job.finish()
    assert.deepEqual([await list(first.exported), await list(second.exported)], [403, 403])
  })
}
