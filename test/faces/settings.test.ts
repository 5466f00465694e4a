/** Every setting that the faces share, in every spelling: what it means, or how it is refused, is the same in all. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Setting, Settings } from '../../assembly/settings.ts'
import { FACES, type Face, type Read, type Texts, refusalOfSweep } from './faces.ts'

const REVOKER = 'arn:aws:iam::210987654321:role/daypass-revoker'
const OTHER = 'arn:aws:iam::123456789012:role/path/daypass-revoker'

/** What a text means; a pattern is what the refusal says. */
type Row = readonly [spelling: string, expected: Settings[keyof Settings] | RegExp]

const TABLE: Readonly<Record<Setting, readonly Row[]>> = {
  state: [
    ['s3://bucket', 's3://bucket'],
    ['s3://bucket/prefix?region=eu-west-1', 's3://bucket/prefix?region=eu-west-1'],
    ['  s3://bucket\n', 's3://bucket'],
    [' file:///srv/leases ', 'file:///srv/leases'],
    ['bucket', /"bucket\\?" is not a URL[^]*s3:\/\/bucket\/prefix/],
    ['file:leases', /is not absolute/],
    ['file://leases', /is not absolute/],
    ['./leases', /is not a URL/],
    ['ftp://bucket', /begins with ftp:/],
    ['s3://bucket?regoin=eu-west-1', /unknown option regoin/],
    ['s3://ann:hunter2@bucket', /user, password or fragment/],
  ],
  roles: [
    ['state:', 'state:'],
    ['state', 'state:'],
    [' state: ', 'state:'],
    ['./state', './state'],
    ['state/', 'state/'],
    ['roles/prod', 'roles/prod'],
    ['\troles ', 'roles'],
  ],
  region: [
    ['eu-west-1', 'eu-west-1'],
    [' eu-west-1\n', 'eu-west-1'],
    ['EU-WEST-1', /"EU-WEST-1\\?" is not a region[^]*looks like/],
    ['eu-west-1, us-east-1', /is not a region/],
    ['evil.example/', /is not a region/],
  ],
  revocation: [
    ['immediate', 'immediate'],
    ['direct', 'immediate'],
    ['tombstone', 'tombstone'],
    [' tombstone ', 'tombstone'],
    ['never', /"never\\?" is not a way to revoke[^]*one of immediate, tombstone/],
    ['Tombstone', /is not a way to revoke/],
  ],
  revokerRoleArns: [
    [REVOKER, [REVOKER]],
    [`${REVOKER},${OTHER}`, [REVOKER, OTHER]],
    [` ${REVOKER} , ${OTHER},`, [REVOKER, OTHER]],
    [',', []],
    ['nonsense', /"nonsense\\?" is not the ARN of a role[^]*looks like arn:/],
    [`${REVOKER},nonsense`, /is not the ARN of a role/],
    ['arn:aws:iam::210987654321:user/ann', /is not the ARN of a role/],
    ['arn:aws:iam:::role/of-ceph', /is not the ARN of a role/],
    ['arn:aws:iam::210987654321:role/', /is not the ARN of a role/],
    ['arn:aws:sts::210987654321:role/x', /is not the ARN of a role/],
    [`${REVOKER},${REVOKER}-2`, /second role of account 210987654321[^]*one for each account/],
    [`${REVOKER},${REVOKER}`, /second role of account/],
  ],
  allowSharedDirectory: [
    ['true', true],
    [' Yes ', true],
    ['1', true],
    ['false', false],
    ['off', false],
    ['perhaps', /"perhaps\\?" is neither true nor false[^]*true or false/],
  ],
}

/** What has a type of its own there, and no other spelling. */
function canSay(face: string, setting: Setting, spelling: string): boolean {
  return face === 'action' || setting !== 'allowSharedDirectory' || spelling === 'true'
}

/** Of each setting something that is right, and means another thing than the first row. */
const ANOTHER: Readonly<Record<Setting, string>> = {
  state: 's3://another',
  roles: 'another',
  region: 'us-east-1',
  revocation: 'tombstone',
  revokerRoleArns: OTHER,
  allowSharedDirectory: 'false',
}

/** What nobody writes for a setting. */
const BLANK = ['', ' ', '\n', '\t ']

/** The variables of each setting, the first before the second. */
const VARIABLES: Readonly<Record<Setting, readonly string[]>> = {
  state: ['DAYPASS_STATE'],
  roles: ['DAYPASS_ROLES'],
  region: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  revocation: ['DAYPASS_REVOCATION'],
  revokerRoleArns: ['DAYPASS_REVOKER_ROLE_ARNS'],
  allowSharedDirectory: ['DAYPASS_ALLOW_SHARED_DIRECTORY'],
}

/** What stands where it is not looked at. */
const ELSEWHERE: Texts = { state: 's3://elsewhere' }

for (const [faceName, face] of Object.entries(FACES)) {
  for (const setting of settingsIn(TABLE)) {
    for (const [spelling, expected] of TABLE[setting]) {
      const text = JSON.stringify(spelling)
      const outcome = expected instanceof RegExp ? 'is refused' : 'is understood'
      if (canSay(faceName, setting, spelling))
        test(`${faceName}: ${face.names[setting]} ${text} ${outcome}`, async () => {
          const read = await face.read({ ...ELSEWHERE, [setting]: spelling }, {})
          check(read, setting, {
            expected,
            name: setting === 'state' ? 'state URL' : face.names[setting],
          })
        })
      for (const variable of VARIABLES[setting]) {
        test(`${faceName}: ${variable}=${text} ${outcome}`, async () => {
          const written = { ...ELSEWHERE, [setting]: undefined }
          const read = await face.read(written, { [variable]: spelling })
          // That a URL is wrong is found where it is used, and nobody knows there whence it came.
          check(read, setting, { expected, name: setting === 'state' ? 'state URL' : variable })
        })
      }
    }

    for (const variable of VARIABLES[setting]) {
      test(`${faceName}: what is written as ${face.names[setting]} goes before ${variable}`, async () => {
        const [[spelling, expected] = ['']] = TABLE[setting]
        const written = { ...ELSEWHERE, [setting]: spelling }
        const read = await face.read(written, { [variable]: ANOTHER[setting] })
        check(read, setting, { expected: expected ?? '', name: '' })
      })
      for (const blank of BLANK) {
        test(`${faceName}: ${face.names[setting]} ${JSON.stringify(blank)} leaves the say to ${variable}`, async () => {
          const [[spelling, expected] = ['']] = TABLE[setting]
          const written = { ...ELSEWHERE, [setting]: blank }
          const read = await face.read(written, { [variable]: ` ${spelling}\n` })
          check(read, setting, { expected: expected ?? '', name: '' })
        })
      }
    }
  }

  for (const blank of BLANK) {
    test(`${faceName}: variables that hold ${JSON.stringify(blank)} count as absent`, async () => {
      const blanks = Object.values(VARIABLES).flatMap((names) => names.map((name) => [name, blank]))
      await checkDefaults(face, Object.fromEntries(blanks) as Record<string, string>)
    })
  }

  test(`${faceName}: the region of AWS_REGION goes before that of AWS_DEFAULT_REGION`, async () => {
    const env = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' }
    check(await face.read(ELSEWHERE, env), 'region', { expected: 'eu-west-1', name: '' })
  })

  test(`${faceName}: all that is wrong is said at once, and no password`, async () => {
    const read = await face.read(
      { state: 's3://bucket', region: 'Mars!', revokerRoleArns: 'nonsense' },
      { DAYPASS_REVOCATION: 'never' },
    )
    assert.ok('refused' in read)
    for (const wrong of ['Mars!', 'nonsense'])
      assert.ok(read.refused.includes(wrong), `${wrong}: ${read.refused}`)
    const { refused = '' } = (await face.read({ state: 's3://a:hunter2@b' }, {})) as Partial<
      Extract<Read, { refused: string }>
    >
    assert.doesNotMatch(refused, /hunter2/)
  })
}

for (const setting of settingsIn(TABLE)) {
  for (const [spelling, expected] of TABLE[setting]) {
    if (!(expected instanceof RegExp)) continue
    const [variable = ''] = VARIABLES[setting]
    test(`the sweep of a schedule: ${variable}=${JSON.stringify(spelling)} is refused`, async () => {
      const said = await refusalOfSweep({ DAYPASS_STATE: 's3://elsewhere', [variable]: spelling })
      assert.match(
        said,
        setting === 'state' ? /state URL/ : new RegExp(`${variable}.*${expected.source}`),
      )
    })
  }
}

async function checkDefaults(face: Face, env: Readonly<Record<string, string>>): Promise<void> {
  const { state, roles, isShared = false } = face.places
  const read = await face.read(state === undefined ? ELSEWHERE : {}, env)
  const expected = {
    state: state ?? ELSEWHERE.state,
    roles,
    region: undefined,
    revocation: 'immediate',
    revokerRoleArns: [],
    allowSharedDirectory: isShared,
  }
  assert.ok('settings' in read, JSON.stringify(read))
  const { settings } = read
  assert.deepEqual(
    Object.fromEntries(
      Object.keys(expected).map((name) => [name, settings[name as keyof Settings]]),
    ),
    expected,
  )
}

function check(
  read: Read,
  setting: Setting,
  { expected, name }: { expected: Row[1]; name: string },
): void {
  if (expected instanceof RegExp) {
    assert.ok('refused' in read, `${JSON.stringify(read)} should be refused`)
    assert.match(read.refused, expected)
    assert.ok(read.refused.includes(name), `${read.refused} does not name ${name}`)
    return
  }
  assert.ok('settings' in read, JSON.stringify(read))
  assert.deepEqual(read.settings[setting], expected)
}

function settingsIn(table: typeof TABLE): readonly Setting[] {
  return Object.keys(table) as Setting[]
}
