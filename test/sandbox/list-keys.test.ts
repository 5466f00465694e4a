import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pageOfKeys } from '../../sandbox/s3/list-keys.ts'
import {
  type ObjectVersion,
  addVersion,
  newBucket,
  removeVersion,
} from '../../sandbox/world/bucket.ts'
import { compareKeys } from '../../sandbox/world/key-index.ts'

const key = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '-', '0', 'é', '\uffee', '😀'),
  minLength: 1,
  maxLength: 5,
})

/** What a listing should hold, worked out the slow way. */
function expected(keys: readonly string[], prefix: string, delimiter: string): Set<string> {
  const listed = keys
    .filter((one) => one.startsWith(prefix))
    .map((one) => {
      const at = delimiter === '' ? -1 : one.indexOf(delimiter, prefix.length)
      return at < 0 ? one : one.slice(0, at + delimiter.length)
    })
  return new Set(listed)
}

test('the pages of a listing hold every key and prefix once, whatever their size', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 30 }),
      fc.constantFrom('', 'a', 'a/', '/', 'é'),
      fc.constantFrom('', '/', '-', 'b/'),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, limit) => {
        const sorted = keys.toSorted(compareKeys)
        const seen: string[] = []
        for (let after: string | undefined, more = true; more;) {
          const query = { prefix, delimiter, after, limit, isListed: () => true }
          const page = pageOfKeys(sorted, query)
          assert(page.keys.length + page.prefixes.length <= limit)
          seen.push(...page.keys, ...page.prefixes)
          after = page.next
          more = after !== undefined
        }
        assert.equal(new Set(seen).size, seen.length)
        assert.deepEqual(new Set(seen), expected(keys, prefix, delimiter))
      },
    ),
  )
})

test('keys sort as their bytes in UTF-8 do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b))
      assert.equal(Math.sign(compareKeys(a, b)), bytes)
    }),
  )
})

test('whatever is put and removed, a bucket lists exactly the keys it has, in order', () => {
  const change = fc.record({ key, isPut: fc.boolean(), isListed: fc.boolean() })
  const keys = fc.uniqueArray(key, { maxLength: 200, size: 'max' })
  const changes = fc.array(change, { maxLength: 60 })
  fc.assert(
    fc.property(keys, changes, (first, later) => {
      const bucket = newBucket('b', '123456789012', 'us-east-1', new Date(0))
      const model = new Set(first)
      for (const name of first) addVersion(bucket, version(name))
      for (const { key: name, isPut, isListed } of later) {
        if (isPut) addVersion(bucket, version(name))
        else removeVersion(bucket, name, 'null')
        if (isPut) model.add(name)
        else model.delete(name)
        if (isListed) assert.equal(bucket.keys.sorted().length, model.size)
      }
      assert.deepEqual(bucket.keys.sorted(), [...model].sort(compareKeys))
      assert.deepEqual(new Set(bucket.objects.keys()), model)
    }),
  )
})

function version(name: string): ObjectVersion {
  return {
    key: name,
    versionId: 'null',
    deleteMarker: false,
    body: Buffer.alloc(0),
    etag: '',
    modifiedAt: new Date(0),
    headers: {},
    tags: {},
  }
}
