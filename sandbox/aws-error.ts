/** An error as AWS answers it: the code and message that an SDK shows, and the HTTP status. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly status: number
  readonly code: string
  /** Further elements of an S3 error document, e.g. `BucketName`. */
  readonly details: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    details: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** 400 ValidationError: a parameter breaks its pattern, length or range. */
export function validationError(message: string): AwsError {
  return new AwsError(400, 'ValidationError', message)
}

/** IAM's 404 for an entity that is not there. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError(404, 'NoSuchEntity', message)
}

/** IAM's 409 for a quota or size limit. */
export function limitExceeded(message: string): AwsError {
  return new AwsError(409, 'LimitExceeded', message)
}

/** IAM's 409 for deleting what still has children. */
export function deleteConflict(message: string): AwsError {
  return new AwsError(409, 'DeleteConflict', message)
}
