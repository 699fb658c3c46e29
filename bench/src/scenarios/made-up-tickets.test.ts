import assert from 'node:assert/strict'
import { test } from 'node:test'
import { madeUpTickets, sheetOf } from './made-up-tickets.ts'

test('the codes that are measured are good ones, each another', () => {
  const { codes, verify, bareVerify, sign, bareSign } = madeUpTickets()
  assert.equal(new Set(codes).size, 1000)
  for (let i = 0; i < 10; i++) for (const work of [verify, bareVerify, sign, bareSign]) work()
})

test('a sheet has a ticket with its code on each page', () => {
  const { codes } = madeUpTickets()
  const { tickets } = sheetOf(codes, 3)
  assert.deepEqual(
    tickets.map(({ code }) => code),
    codes.slice(0, 3),
  )
})
