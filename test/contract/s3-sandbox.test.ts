import { after } from 'node:test'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { serverUsed } from '../support/servers-used.ts'
import { AMAZON_S3 } from './known-servers.ts'
import { testS3Server } from './s3-server.ts'

const sandbox = await startSandbox()
serverUsed('sandbox')
after(async () => {
  await sandbox.stop()
})
await testS3Server({
  name: 'sandbox',
  endpoint: sandbox.url,
  credentials: sandbox.root,
  known: AMAZON_S3,
  rounds: 4,
})
