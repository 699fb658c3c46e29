import type { Rule } from '../rule.ts'

export const ambientWorld: Rule = {
  name: 'Time, randomness and the environment come through Clock, Random and configuration',
  instead:
    'take a Clock or Random as a port; read the environment in a composition root and pass it on',
  *check({ modules }) {
    for (const { path, uses } of modules) {
      if (mayTouchTheWorld.test(path)) continue
      for (const { name, line } of uses) {
        if (world.test(name)) yield { where: `${path}:${line}`, what: name }
      }
    }
  },
}

const world = new RegExp(
  [
    '^(globalThis\\.)?(Date\\.now|new Date\\(\\)|Math\\.random|(crypto\\.)?randomUUID',
    '|setTimeout|setInterval|process\\.env(\\..*)?)$',
  ].join(''),
)

/** The adapters of time and randomness, composition roots, and what runs outside the product. */
const mayTouchTheWorld = new RegExp(
  [
    '^packages/kernel/src/(clock|random)\\.ts$',
    '^packages/testing/',
    // What waits for the disk waits in real time, much of it in a thread that no clock reaches.
    '^packages/stores/src/tables/',
    '^packages/process/src/service/run-service\\.ts$',
    '^services/[^/]+/src/main\\.ts$',
    '^(apps|bench|test|tools)/',
    '\\.test\\.ts$',
  ].join('|'),
)
