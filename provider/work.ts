/**
 * What a process loads once it has to work, all at once: most processes of a command only describe their schema and
 * validate, and start faster without it. One module, so that the bundle has one file more to read and not twenty.
 */
export { closeLease, finishClosings } from './closing/close-lease.ts'
export { connectProvider } from './connect.ts'
export { roleAt } from './credentials/role-at.ts'
export { issueCredentials } from './credentials/issue-credentials.ts'
export { renewLease } from './credentials/renew-lease.ts'
export { revokeAll } from './credentials/revoke-all.ts'
export { revokeToDiagnostics } from './credentials/revoke-lease.ts'
