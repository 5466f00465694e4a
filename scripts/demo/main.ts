/**
 * `npm run demo`: what daypass does, shown on a sandbox AWS. Real SDK clients, the real adapters, a real
 * process killed with a real signal; nothing leaves this machine.
 */
import { join } from 'node:path'
import {
  showCrash,
  showEnd,
  showRoles,
  showRootTypes,
  showShort,
  showSiblings,
  showUser,
} from './acts.ts'
import { openStage } from './stage.ts'

// The SDK's advice about Node 20 is for who chooses its version.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'

const root = join(import.meta.dirname, '..', '..')
const started = performance.now()
const stage = await openStage(join(root, 'examples', 'roles'))
try {
  showRoles(stage)
  await showUser(stage)
  await showSiblings(stage)
  await showShort(stage)
  await showRootTypes(stage)
  await showCrash(stage, join(root, 'dist', 'cli', 'main.js'))
  showEnd(((performance.now() - started) / 1000).toFixed(1))
} finally {
  await stage.sandbox.stop()
}
