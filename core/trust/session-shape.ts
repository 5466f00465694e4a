/** Length of the lease's own part of a name, see `core/lease/lease-id.ts`. */
const OWN_CHARACTERS = 22

/**
 * What every session name of daypass looks like, as a pattern of IAM: a readable part, a hyphen, and 22 characters.
 * A trust policy that asks for it takes no session that a deny of daypass could not single out by its name.
 */
export const SESSION_NAME_SHAPE = `?*-${'?'.repeat(OWN_CHARACTERS)}`
