import { type Environment, isDomainError } from '@usher/kernel'
import { readDynamodbConfig } from '@usher/stores/dynamodb/dynamodb-settings'
import { requireImportEnded } from '@usher/stores/dynamodb/open-dynamodb'
import { type Check, fail } from './check.ts'
import { type ServiceName, type SettingsPart, serviceParts } from './service-settings.ts'

/**
 * Whether an import has broken off in the tables of this service, which keeps it from starting.
 * Nothing is said of a store that cannot be asked: the service may run elsewhere.
 */
export async function checkImport(
  service: ServiceName,
  env: Environment,
): Promise<readonly Check[]> {
  const parts: readonly SettingsPart[] = serviceParts[service]
  if (!parts.some(({ read }) => read === readDynamodbConfig)) return []
  try {
    await requireImportEnded(readDynamodbConfig(env))
    return []
  } catch (error) {
    // Told as a setting already.
    if (isDomainError(error, 'invalid_config')) return []
    if (!isDomainError(error, 'import_unfinished')) throw error
    return [fail('import', error.message, 'docs/upgrade.md says how to begin it again')]
  }
}
