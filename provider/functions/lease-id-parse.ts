import { isDaypassError } from '../../core/errors.ts'
import { nameOf, parseLeaseId, roleOf } from '../../core/lease/lease-id.ts'
import { providerFunction } from '../../terraform-plugin/definition/provider.ts'
import { FunctionError } from '../../terraform-plugin/protocol/diagnostic.ts'
import { explain } from '../explain.ts'

/** `provider::daypass::lease_id_parse(id)`. */
export const leaseIdParse = providerFunction({
  summary: 'Takes the id of a lease apart.',
  description:
    'Takes the id of a lease apart: `role` is the role that it was issued from, `name` the 22 letters and digits in which the name of the user or session in AWS ends.',
  parameters: [
    { name: 'id', type: 'string', description: 'Id of a lease, such as that of `lease_id`.' },
  ],
  returns: { object: { role: 'string', name: 'string' } },
  call: (text) => {
    try {
      const id = parseLeaseId(text)
      return { role: roleOf(id), name: nameOf(id) }
    } catch (error) {
      if (!isDaypassError(error)) throw error
      throw new FunctionError(explain(error).detail, 0)
    }
  },
})
