import type { Place } from '../../../core/place.ts'
import { readSubject, type Subject } from '../../../core/trust/subject.ts'
import type { RoleView } from '../role-view.ts'
import { found, type StateRule } from '../rule.ts'

/** Where GitHub says what its tokens hold. */
export const OIDC_DOCS = 'https://docs.github.com/en/actions/reference/security/oidc'

/** A subject of a role and its place in the file. */
export interface PlacedSubject extends Subject {
  readonly place: Place
}

/** The subjects of a role, taken apart. */
export function subjectsOf({ sourced }: RoleView): readonly PlacedSubject[] {
  return (sourced.role.subjects ?? []).map((subject, index) => ({
    ...readSubject(subject),
    get place() {
      return sourced.placeOf(['subjects', index])
    },
  }))
}

/** A rule that asks something of each subject. */
export function ofSubjects(
  text: Omit<StateRule, 'looksAt' | 'check' | 'isWaivable'>,
  reasonOf: (subject: PlacedSubject, role: RoleView) => string | undefined,
): StateRule {
  return {
    ...text,
    isWaivable: true,
    looksAt: 'role',
    check: (role) =>
      subjectsOf(role).flatMap((subject) => {
        const reason = reasonOf(subject, role)
        if (reason === undefined) return []
        return [found({ subject: subject.subject, reason, place: subject.place })]
      }),
  }
}
