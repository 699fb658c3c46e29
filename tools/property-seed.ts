/**
 * Loaded before every test file: property tests draw the same cases in every run, so that a red run
 * can be run again. `USHER_PROPERTY_SEED=$RANDOM npm test` looks at others.
 */
import fc from 'fast-check'

const DEFAULT_SEED = 20_261_123

fc.configureGlobal({
  ...fc.readConfigureGlobal(),
  seed: Number(process.env['USHER_PROPERTY_SEED'] ?? DEFAULT_SEED),
})
