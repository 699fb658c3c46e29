import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listedCommands } from './commands/listed-commands.ts'
import { runUsher } from './commands/run-command.fixture.ts'

const run = (...argv: readonly string[]) => runUsher(argv)

test('every command teaches: what it does, its options, examples and exit codes', async () => {
  for (const { name, summary } of listedCommands) {
    const { code, out } = await run(name, '--help')
    assert.equal(code, 0)
    for (const part of ['Usage', 'Options', 'Examples', 'Exit codes', `usher ${name}`]) {
      assert.ok(out.includes(part), `${name} --help lacks ${part}`)
    }
    assert.ok((await run('--help')).out.includes(summary))
    assert.ok(
      out.split('\n').every((line) => line.length <= 110),
      `${name} --help is too wide`,
    )
  }
})

test('a word that is no command is answered with the nearest one and code 2', async () => {
  const { code, out, said } = await run('adit')
  assert.equal(code, 2)
  assert.equal(out, '')
  assert.match(said, /did you mean "usher audit"/)
})

test('without a command the help goes to standard error, with code 2', async () => {
  const { code, out, said } = await run()
  assert.equal(code, 2)
  assert.equal(out, '')
  assert.match(said, /Commands/)
})

test('an operand too many is refused, not ignored', async () => {
  const { code, said } = await run('audit', 'everything')
  assert.equal(code, 2)
  assert.match(said, /one word too many/)
})

test('an audit of a directory without data says so with code 3 and makes nothing', async () => {
  const { code, said } = await run('audit', '--data-dir', 'no/such/directory')
  assert.equal(code, 3)
  assert.match(said, /no usher.db in no\/such\/directory/)
})

test('the settings can be listed as one JSON document, each with what it does', async () => {
  const { code, out } = await run('doctor', '--settings', '--json')
  assert.equal(code, 0)
  const { settings } = JSON.parse(out) as { settings: { name: string; description: string }[] }
  assert.ok(settings.length > 30)
  for (const { name, description } of settings) {
    assert.match(name, /^USHER_[A-Z_]+$/)
    assert.notEqual(description, '')
  }
})
