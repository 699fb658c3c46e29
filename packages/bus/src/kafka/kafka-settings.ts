import {
  DomainError,
  type Environment,
  readSettings,
  type Setting,
  type SettingValues,
  textUpTo,
  wholeNumber,
} from '@usher/kernel'

const PARTITIONS_MAX = 10_000
const REPLICATION_MAX = 9
const mechanisms = ['', 'PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const

export type SaslMechanism = Exclude<(typeof mechanisms)[number], ''>

export const kafkaSettings = {
  brokers: {
    name: 'USHER_KAFKA_BROKERS',
    default: 'kafka-0.kafka:9092,kafka-1.kafka:9092,kafka-2.kafka:9092',
    parse: brokers,
    description: 'Kafka brokers to ask first: host:port, several with commas between',
  },
  clientId: text('CLIENT_ID', 'usher', 'how this process is called in the logs of the brokers'),
  topicPrefix: text(
    'TOPIC_PREFIX',
    '',
    'put before every topic and group, where several installations share a cluster',
  ),
  seatEventsPartitions: {
    name: 'USHER_KAFKA_SEAT_EVENTS_PARTITIONS',
    default: 10,
    parse: wholeNumber({ min: 1, max: PARTITIONS_MAX }),
    description: 'partitions of the topic that tells of seats',
  },
  bookingEventsPartitions: {
    name: 'USHER_KAFKA_BOOKING_EVENTS_PARTITIONS',
    default: 5,
    parse: wholeNumber({ min: 1, max: PARTITIONS_MAX }),
    description: 'partitions of every other topic',
  },
  replication: {
    name: 'USHER_KAFKA_REPLICATION',
    default: 3,
    parse: wholeNumber({ min: 1, max: REPLICATION_MAX }),
    description: 'copies of each partition; never more than there are brokers',
  },
  createTopics: yesOrNo(
    'CREATE_TOPICS',
    'yes: missing topics are made at start, for tests and laptops',
  ),
  saslMechanism: {
    name: 'USHER_KAFKA_SASL_MECHANISM',
    default: '',
    parse: mechanism,
    description: `how to log in: ${mechanisms.filter(Boolean).join(', ')}; empty for no login`,
  },
  saslUsername: text('SASL_USERNAME', '', 'the name to log in with'),
  saslPassword: text('SASL_PASSWORD', '', 'its password'),
  tls: yesOrNo('TLS', 'yes: connections are encrypted'),
  tlsCa: text('TLS_CA', '', 'PEM file of the authority that signs brokers, when not a public one'),
  tlsCert: text('TLS_CERT', '', 'PEM file of the certificate that this process shows, if any'),
  tlsKey: text('TLS_KEY', '', 'PEM file of its private key'),
} as const

export type KafkaConfig = SettingValues<typeof kafkaSettings>

/** Throws invalid / invalid_config with every problem. */
export function readKafkaConfig(env: Environment): KafkaConfig {
  return readSettings(env, kafkaSettings)
}

function brokers(given: string): string {
  const all = given.split(',').map((each) => each.trim())
  if (all.every((each) => /^[^\s:]+:\d{1,5}$/.test(each) || /^\[[^\]]+\]:\d{1,5}$/.test(each))) {
    return all.join(',')
  }
  throw malformed('host:port, several with commas between, such as kafka-0.kafka:9092')
}

function mechanism(given: string): string {
  if (mechanisms.some((each) => each === given)) return given
  throw malformed(`one of ${mechanisms.filter(Boolean).join(', ')}`)
}

function text(name: string, value: string, description: string): Setting<string> {
  return { name: `USHER_KAFKA_${name}`, default: value, parse: textUpTo(4096), description }
}

function yesOrNo(name: string, description: string): Setting<boolean> {
  const parse = (given: string) => {
    if (given === 'yes' || given === 'no') return given === 'yes'
    throw malformed('yes or no')
  }
  return { name: `USHER_KAFKA_${name}`, default: false, parse, description }
}

function malformed(expected: string): DomainError {
  return new DomainError('invalid', 'invalid_setting', expected)
}
