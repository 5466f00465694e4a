import { DaypassError } from '../../core/errors.ts'

/** Where people sign in to the console of AWS, and where that is. */
export interface ConsolePlace {
  /** AWS's federation endpoint. */
  readonly signIn: string
  /** The first page of the console. */
  readonly frontPage: string
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html, and its pages for China and GovCloud. */
const PLACES: Readonly<Record<string, ConsolePlace>> = {
  aws: {
    signIn: 'https://signin.aws.amazon.com/federation',
    frontPage: 'https://console.aws.amazon.com/',
  },
  'aws-us-gov': {
    signIn: 'https://signin.amazonaws-us-gov.com/federation',
    frontPage: 'https://console.amazonaws-us-gov.com/',
  },
  'aws-cn': {
    signIn: 'https://signin.amazonaws.cn/federation',
    frontPage: 'https://console.amazonaws.cn/',
  },
}

/**
 * The console of a partition.
 *
 * @param signIn - an endpoint to use instead of AWS's.
 * @throws `request-invalid` for a partition whose endpoint is not known.
 */
export function consolePlace(partition: string, signIn?: string): ConsolePlace {
  const place = PLACES[partition]
  if (signIn !== undefined)
    return { signIn, frontPage: place?.frontPage ?? new URL('/', signIn).href }
  if (place !== undefined) return place
  throw new DaypassError('request-invalid', `the sign-in endpoint of ${partition} is not known`, {
    reason: { is: 'sign-in-unknown' },
    hint: 'name the federation endpoint of this partition',
  })
}

/** The first page of the console as it shows one region; the one last looked at where none is named. */
export function pageIn({ frontPage }: ConsolePlace, region: string | undefined): string {
  if (region === undefined) return frontPage
  const page = new URL('console/home', frontPage)
  page.searchParams.set('region', region)
  return page.href
}
