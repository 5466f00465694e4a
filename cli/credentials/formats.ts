/** How `issue` can print credentials. */
export const CREDENTIAL_FORMATS = [
  'json',
  'env',
  'dotenv',
  'powershell',
  'fish',
  'ini',
  'credential-process',
] as const

/** One of {@link CREDENTIAL_FORMATS}. */
export type CredentialFormat = (typeof CREDENTIAL_FORMATS)[number]
