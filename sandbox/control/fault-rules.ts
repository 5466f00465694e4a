import type { FaultEffect, FaultRule } from '../faults.ts'
import { isServiceName } from '../wire/service.ts'
import { defined } from '../../core/language/defined.ts'

/**
 * Reads `[{"service", "action", "nth", "effect": {"kind", …}}, …]`, the rules of {@link Faults} as JSON.
 *
 * @throws an Error that says what is wrong.
 */
export function readFaultRules(text: string): readonly FaultRule[] {
  const rules: unknown = JSON.parse(text)
  if (!Array.isArray(rules)) throw new Error('expected a list of rules')
  return rules.map((rule: unknown) => readRule(rule as Record<string, unknown>))
}

function readRule(rule: Readonly<Record<string, unknown>>): FaultRule {
  const { service, action, nth } = rule
  if (service !== undefined && !(typeof service === 'string' && isServiceName(service))) {
    throw new Error(`unknown service ${JSON.stringify(service)}`)
  }
  if (action !== undefined && typeof action !== 'string') throw new Error('action is not text')
  if (nth !== undefined && typeof nth !== 'number') throw new Error('nth is not a number')
  return {
    ...defined({ service, action, nth }),
    effect: readEffect(rule['effect'] as Record<string, unknown>),
  }
}

function readEffect(effect: Readonly<Record<string, unknown>>): FaultEffect {
  const { kind, status, code, message, milliseconds } = effect
  switch (kind) {
    case 'drop-before':
    case 'drop-after':
    case 'hang-before':
    case 'hang-late':
    case 'drop-late':
    case 'hang-after':
      return { kind }
    case 'delay':
      if (typeof milliseconds === 'number') return { kind, milliseconds }
      throw new Error('a delay needs milliseconds')
    case 'status':
      if (typeof status === 'number' && typeof code === 'string') {
        return { kind, status, code, ...(typeof message === 'string' && { message }) }
      }
      throw new Error('a status needs status and code')
    default:
      throw new Error(`unknown effect ${JSON.stringify(kind)}`)
  }
}
