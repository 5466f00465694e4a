/** A place in a text. Lines and columns count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A place in a file. */
export interface Place extends Position {
  /** As the one who reads it knows it: a path below the folder of roles, or an address in Terraform. */
  readonly file: string
}
