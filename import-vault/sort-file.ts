import { defined } from '../core/language/defined.ts'
import { parseDuration } from '../core/language/duration.ts'
import { tryParse } from '../core/policy/text.ts'
import { isMapping, type Mapping } from '../core/role/plain-data.ts'
import { type GivenFile, join, type Material, material, stringOf } from './material.ts'
import { isTerraform, readTerraform } from './read-terraform.ts'
import { isVaultPolicy, openedPaths } from './vault-policy.ts'

const ANSWER = 'an answer of vault read -format=json or vault list -format=json'
const KNOWN = `${ANSWER}, a policy of Vault's, or a state or plan of Terraform as terraform show -json prints it`
const ROLE_MARKS = ['credential_type', 'policy', 'arn', 'invalid_data']

/**
 * Finds out what a file is, by what stands in it. Never throws; what is not recognised is a problem.
 *
 * @param mount - of the engine, where the file does not say it
 */
export function sortFile(given: GivenFile, mount: string): Material {
  const { file, text } = given
  if (/^\s*(?:resource|module|data|variable|locals|provider|terraform)\s+["{]/m.test(text)) {
    const message =
      "is Terraform's configuration, whose values only Terraform knows: hand in what terraform show -json prints of its state or plan"
    return material({ problems: [{ file, message }] })
  }
  const ofPolicy = policyIn(given)
  if (ofPolicy !== undefined) return ofPolicy
  const parsed = tryParse(text)
  if ('problem' in parsed)
    return material({ problems: [{ file, message: `is ${parsed.problem}: hand in ${KNOWN}` }] })
  return sortValue(parsed.value, { file, mount, name: nameOf(file) })
}

interface Spot {
  readonly file: string
  readonly mount: string
  /** What the file is called, for Vault's answers do not say the name. */
  readonly name: string
}

function sortValue(value: unknown, spot: Spot): Material {
  const { file } = spot
  const names = namesIn(value)
  if (names !== undefined) return material({ listed: [{ file, names }] })
  if (isMapping(value) && isTerraform(value)) return readTerraform(value, file)
  const one = isMapping(value) ? answerIn(value, spot) : undefined
  if (one !== undefined) return one
  const several = isMapping(value) ? bundleIn(value, spot) : undefined
  return (
    several ?? material({ problems: [{ file, message: `is not recognised: hand in ${KNOWN}` }] })
  )
}

/** `["a", "b"]`, as `vault list -format=json` prints it, or the API's `{"data": {"keys": […]}}`. */
function namesIn(value: unknown): readonly string[] | undefined {
  const data = isMapping(value) ? (value['data'] ?? value) : undefined
  const keys = isMapping(data) ? data['keys'] : value
  return Array.isArray(keys) && keys.every((key) => typeof key === 'string') ? keys : undefined
}

/** One answer of `vault read`, or its `data` alone. */
function answerIn(value: Mapping, { file, mount, name }: Spot): Material | undefined {
  const { data = value } = value
  if (!isMapping(data)) return undefined
  const policy = stringOf(data['policy']) ?? stringOf(data['rules'])
  if (policy !== undefined && isVaultPolicy(policy)) {
    const named = stringOf(data['name']) ?? name
    return material({ policies: [{ name: named, paths: openedPaths(policy) }] })
  }
  const named = { mount, name, fields: data, file, unknown: [] }
  if ('username' in data && 'rotation_period' in data) return material({ staticRoles: [named] })
  if ('lease' in data && 'lease_max' in data) {
    const lease = parseDuration(data['lease'])
    const leaseMax = parseDuration(data['lease_max'])
    return material({ lifetimes: [{ mount, ...defined({ lease, leaseMax }) }] })
  }
  if ('default_lease_ttl' in data && 'max_lease_ttl' in data) {
    const mountDefault = parseDuration(data['default_lease_ttl'])
    const mountMax = parseDuration(data['max_lease_ttl'])
    return material({ lifetimes: [{ mount, ...defined({ mountDefault, mountMax }) }] })
  }
  if ('iam_endpoint' in data && !('credential_type' in data)) {
    const fields = Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'secret_key'))
    return material({ roots: [{ mount, file, fields }] })
  }
  const isRole = ROLE_MARKS.some((mark) => mark in data) || 'policy_arns' in data
  return isRole ? material({ roles: [named] }) : undefined
}

/** Several answers in one file, each under its name. */
function bundleIn(value: Mapping, spot: Spot): Material | undefined {
  const entries = Object.entries(value)
  const answers = entries.map(([name, each]) =>
    isMapping(each) ? answerIn(each, { ...spot, name }) : undefined,
  )
  const found = answers.filter((answer) => answer !== undefined)
  return found.length > 0 && found.length === entries.length ? join(found) : undefined
}

function policyIn({ file, text }: GivenFile): Material | undefined {
  const isText = !text.trimStart().startsWith('{') && !text.trimStart().startsWith('[')
  const isOne = isText ? isVaultPolicy(text) : /^\s*\{\s*"path"/.test(text) && isVaultPolicy(text)
  return isOne
    ? material({ policies: [{ name: nameOf(file), paths: openedPaths(text) }] })
    : undefined
}

function nameOf(file: string): string {
  const last = file.split(/[/\\]/).at(-1) ?? file
  return last.replace(/\.[^.]+$/, '')
}
