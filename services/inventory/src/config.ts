import { duration, type Environment, readSettings, type SettingValues } from '@usher/kernel'

/** What can be configured of this service. */
export const inventorySettings = {
  sweepEveryMs: {
    name: 'USHER_INVENTORY_SWEEP_EVERY',
    default: 1000,
    parse: duration({ min: '100ms', max: '5s' }),
    description: 'how often seats of expired reservations are freed',
  },
  rememberOperationsMs: {
    name: 'USHER_INVENTORY_REMEMBER_OPERATIONS',
    default: 86_400_000,
    parse: duration({ min: '1h', max: '30d' }),
    description: 'how long a reservation made under an operation id is found by that id',
  },
} as const

export type InventoryConfig = SettingValues<typeof inventorySettings>

/** Throws invalid / invalid_config with every problem. */
export function readInventoryConfig(env: Environment): InventoryConfig {
  return readSettings(env, inventorySettings)
}
