import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as holds, property, string } from 'fast-check'
import { fillTemplate } from './fill-template.ts'

test('a list is repeated, its parts are filled from each of its items, and all is escaped', () => {
  const parts = ['<p>', { value: 'a' }, '</p>', { each: 'list', parts: ['-', { value: 'b' }] }]
  const html = fillTemplate(parts, { a: `<&>"'`, list: [{ b: '1' }, { b: '<2>' }] })
  assert.equal(html, '<p>&lt;&amp;&gt;&quot;&#39;</p>-1-&lt;2&gt;')
})

test('a template that wants what there is not fails instead of leaving a hole', () => {
  assert.throws(() => fillTemplate([{ value: 'a' }], {}), /a text called a/)
  assert.throws(() => fillTemplate([{ each: 'a', parts: [] }], { a: 'x' }), /a list called a/)
})

test('no text leaves the attribute or the element it was put into', () => {
  const parts = ['<a href="', { value: 'a' }, '">', { value: 'a' }, '</a>']
  const text = string({ unit: 'binary' })
  holds(property(text, (a) => /^<a href="[^"<>]*">[^<>]*<\/a>$/.test(fillTemplate(parts, { a }))))
})
