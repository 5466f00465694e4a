/** A policy as JSON: IAM's Get operations answer it URL-encoded (IAM API reference, GetUserPolicy). */
export function decodePolicy(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A server that does not encode, and a policy with a percent sign in it.
    return text
  }
}
