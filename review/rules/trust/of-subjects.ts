import type { Place } from '../../../core/place.ts'
import { readSubject, type Subject } from '../../../core/trust/subject.ts'
import type { RoleView } from '../role-view.ts'
import { found, type Observation, type StateRule } from '../rule.ts'

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

type SubjectRule = Omit<StateRule, 'looksAt' | 'check' | 'isWaivable'>
type ReasonOf = (subject: PlacedSubject, role: RoleView) => string | undefined

/** A rule that asks something of each subject. */
export function ofSubjects(text: SubjectRule, reasonOf: ReasonOf): StateRule {
  const check = (role: RoleView) => observeSubjects(role, reasonOf, false)
  return { ...text, isWaivable: true, looksAt: 'role', check }
}

/** The same of roles that write. */
export function ofWriters(text: SubjectRule, reasonOf: ReasonOf): StateRule {
  const check = (role: RoleView) => (role.isWriting() ? observeSubjects(role, reasonOf, true) : [])
  return { ...text, isWaivable: true, looksAt: 'role', check }
}

function observeSubjects(
  role: RoleView,
  reasonOf: ReasonOf,
  isAboutRights: boolean,
): readonly Observation[] {
  return subjectsOf(role).flatMap((one) => {
    const reason = reasonOf(one, role)
    const { subject, place } = one
    if (reason === undefined) return []
    return [found({ subject, reason, place, admitted: { subject, isAboutRights } })]
  })
}
