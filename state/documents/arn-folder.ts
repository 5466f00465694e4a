/** An ARN as one part of a key: what is not a letter, digit, `_`, `.` or `-` is written as `=XX`, its byte in hex. */
export function arnFolder(arn: string): string {
  return Buffer.from(arn)
    .toString('latin1')
    .replaceAll(/[^\w.-]/g, (char) => `=${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** Reads what {@link arnFolder} wrote. */
export function arnOfFolder(folder: string): string {
  const bytes = folder.replaceAll(/=([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
