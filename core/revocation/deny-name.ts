/** The id of one who writes a deny: 72 random bits. */
export const WRITER_PATTERN = /^[0-9a-f]{18}$/

/** The name of every policy that daypass makes on a role or user. None other is ever removed. */
export const DENY_NAME_PATTERN = /^daypass-deny-[0-9a-f]{18}$/
