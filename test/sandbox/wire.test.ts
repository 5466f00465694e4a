import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AwsError } from '../../sandbox/aws-error.ts'
import { readXml } from '../../sandbox/wire/xml-read.ts'
import { writeXml } from '../../sandbox/wire/xml-write.ts'

// What XML can hold: no control characters, and CR only as a reference.
const text = fc
  .string({ unit: 'binary' })
  .map((value) => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''))

test('text that is written as XML is read back as it was', () => {
  fc.assert(
    fc.property(text, text, (one, two) => {
      const { name, children } = readXml(writeXml('Root', { One: one, Two: [two, one] }, 'flat'))
      assert.equal(name, 'Root')
      assert.deepEqual(
        children.map((child) => [child.name, child.text]),
        [
          ['One', one],
          ['Two', two],
          ['Two', one],
        ],
      )
    }),
  )
})

test('whatever comes as XML is read or refused, and nothing else', () => {
  const piece = fc.constantFrom(
    '<a>',
    '</a>',
    '<a/>',
    '<b x="1">',
    '</b>',
    'text',
    '<',
    '>',
    '&lt;',
    '<!--',
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      try {
        readXml(pieces.join(''))
      } catch (error) {
        assert(error instanceof AwsError && error.code === 'MalformedXML')
      }
    }),
  )
  for (const bad of ['', 'text', '<a>', '<a></b>', '<a></a><b', '</a>']) {
    assert.throws(() => readXml(bad), { code: 'MalformedXML' }, bad)
  }
})

test('lists and maps are written as the query protocol has them', () => {
  assert.equal(
    writeXml('R', { L: ['a', { B: 1 }], M: new Map([['k', 2]]), N: undefined }, 'member'),
    '<R><L><member>a</member><member><B>1</B></member></L>' +
      '<M><entry><key>k</key><value>2</value></entry></M></R>',
  )
})
