import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agentsFor, proxiesOf } from '../../../action/connection/agents.ts'

const NONE = { http: undefined, https: undefined, except: undefined }
const GIVEN = { http: 'http://given', https: 'http://given', except: undefined }

for (const [title, given, env, expected] of [
  ['no proxy where nobody names one', NONE, {}, NONE],
  ['the one that was given, for all', GIVEN, { https_proxy: 'http://env' }, GIVEN],
  [
    'that of the runner, each for its own',
    NONE,
    { HTTPS_PROXY: 'http://s' },
    { ...NONE, https: 'http://s' },
  ],
  [
    'the small letters first',
    NONE,
    { http_proxy: 'http://a', HTTP_PROXY: 'http://b' },
    { ...NONE, http: 'http://a' },
  ],
  ['the exceptions of the runner', GIVEN, { NO_PROXY: 'x' }, { ...GIVEN, except: 'x' }],
] as const) {
  test(`connections take ${title}`, () => {
    assert.deepEqual(proxiesOf(given, env), expected)
  })
}

for (const [version, refused] of [
  ['v20.19.0', true],
  ['v24.4.1', true],
  ['v24.5.0', false],
  ['v26.0.0', false],
] as const) {
  test(`Node ${version} ${refused ? 'is refused for a proxy, which it would leave out' : 'goes through a proxy'}`, () => {
    const make = () => agentsFor(GIVEN, version)
    if (refused) assert.throws(make, { code: 'request-invalid', hint: /24\.5/ })
    else assert.ok(make().httpAgent)
  })
}
