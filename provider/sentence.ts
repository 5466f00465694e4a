/** Fragments of daypass's errors, in lower case and without a full stop, as whole sentences. */
export function sentence(...fragments: readonly (string | undefined)[]): string {
  return fragments.flatMap((text = '') => (text === '' ? [] : [finished(text)])).join(' ')
}

function finished(text: string): string {
  const first = /^[a-z]+\b(?![:_.])/.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text
  return /[.?!]$/.test(first) ? first : `${first}.`
}
