import { type Environment, readSettings, type SettingValues, textUpTo } from '@usher/kernel'

export const dynamodbSettings = {
  endpoint: {
    name: 'USHER_DYNAMODB_ENDPOINT',
    default: '',
    parse: textUpTo(4096),
    description: "DynamoDB's address when it is not AWS's own",
  },
  region: {
    name: 'USHER_DYNAMODB_REGION',
    default: 'us-east-1',
    parse: textUpTo(64),
    description: 'the AWS region of the tables',
  },
  tablePrefix: {
    name: 'USHER_DYNAMODB_TABLE_PREFIX',
    default: '',
    parse: textUpTo(100),
    description: 'put before every table name, where several installations share an account',
  },
  createTables: {
    name: 'USHER_DYNAMODB_CREATE_TABLES',
    default: 'no',
    parse: (text: string) => (text === 'yes' ? 'yes' : 'no'),
    description: 'yes: missing tables are made at start, for tests and laptops',
  },
} as const

export type DynamodbConfig = SettingValues<typeof dynamodbSettings>

export function readDynamodbConfig(env: Environment): DynamodbConfig {
  return readSettings(env, dynamodbSettings)
}
