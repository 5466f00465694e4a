/** The handlers of `daypass_lease`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leaseResource } from '../../provider/resources/lease.ts'
import { openSessionStage } from './session-stage.ts'

// Time runs: AWS reckons the end of a session from when it is asked, which is later than when daypass was.
const { session, call } = await openSessionStage('runs')
const NO_OPTIONS = { ttl: '30m', role_arn: null, role_session_name: null, mfa_code: null }

for (const role of ['viewer', 'reader'])
  test(`the end of a ${role} that a creation answers is the one that a read finds`, async () => {
    const opened = session()
    const config = { ...NO_OPTIONS, role }
    const { result } = await leaseResource.create({ config, planned: {} }, call(opened))
    const state = { ...config, ...result }
    const read = await leaseResource.read({ state, private: '' }, call(opened))
    assert.ok(read !== 'gone')
    assert.equal(read.state['expires_at'], (result as Record<string, unknown>)['expires_at'])
  })
