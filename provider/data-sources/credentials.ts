import { requestAttributes, storedAttributes, timingAttributes } from '../credentials/attributes.ts'
import { validateRequest } from '../credentials/validate-request.ts'
import { define } from '../define.ts'

/** `data "daypass_credentials"`: issues whenever it is read. Nobody but the sweep takes the credentials back. */
export const credentialsData = define.dataSource({
  schema: {
    description:
      'Issues credentials whenever Terraform reads it: once in every plan. **The credentials are stored in clear text in the state and in plan files,** and nothing takes them back before they expire. A plan that was saved is applied with the credentials of the plan, which may have ended by then. Where Terraform is 1.10 or later use the ephemeral resource `daypass_credentials`, which stores nothing and revokes.',
    attributes: { ...requestAttributes, ...timingAttributes, ...storedAttributes },
  },
  validate: (config, { diagnostics }) => {
    validateRequest(config, diagnostics)
  },
  read: async (config, call) => {
    const { issueCredentials } = await import('../work.ts')
    return (await issueCredentials(config, call)).issued
  },
})
