import type { IAM } from '@aws-sdk/client-iam'
import type { Clock } from '../../core/clock.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { type Http, ask } from '../clients/ask.ts'
import { isBusy, onceSettled } from '../clients/settling.ts'

/** A user of IAM, and the means to read and change it. */
export interface OneUser {
  readonly iam: IAM
  readonly clock: Clock
  readonly userName: string
  readonly options: CallOptions
}

/** Makes one request about a user. The operation is IAM's name for it, and for the right. */
export async function askAbout<T>(
  { userName, options }: OneUser,
  operation: string,
  request: (http: Http) => Promise<T>,
): Promise<T> {
  return await ask(`iam:${operation} on user/${userName}`, options, request)
}

/** Changes something about a user; while IAM is busy with an earlier change, again and again. */
export async function change<T>(
  of: OneUser,
  operation: string,
  request: (http: Http) => Promise<T>,
  isSettling: (error: unknown) => boolean = isBusy,
): Promise<T> {
  const attempt = () => askAbout(of, operation, request)
  return await onceSettled(of.clock, of.options, attempt, isSettling)
}
