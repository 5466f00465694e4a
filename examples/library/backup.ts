// A program that takes a role for one piece of work: `npx tsx backup.ts`, after `npm install daypass @aws-sdk/client-sts`.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { isDaypassFailure, openDaypass } from 'daypass'

// DAYPASS_STATE and DAYPASS_ROLES say where leases and roles lie, as for the command.
const daypass = openDaypass()
try {
  const lease = await daypass.issue('s3-reader', { ttl: '10m', holder: 'backup' })
  try {
    const sts = new STSClient({ credentials: lease.credentials })
    const { Arn = '' } = await sts.send(new GetCallerIdentityCommand({}))
    process.stdout.write(`working as ${Arn}\n`)
  } finally {
    const { status } = await daypass.revoke(lease.id)
    process.stdout.write(`${status}\n`)
  }
} catch (error) {
  if (!isDaypassFailure(error)) throw error
  process.stderr.write(`${error.code}: ${error.message}; ${error.hint ?? ''}\n`)
  process.exitCode = 1
}
