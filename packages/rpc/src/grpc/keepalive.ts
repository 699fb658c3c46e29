/**
 * A peer that vanished without a word is noticed after `PING_EVERY_MS + PING_TIMEOUT_MS`. Servers
 * must allow pings that often, or they end the connection.
 */
const PING_EVERY_MS = 10_000
const PING_TIMEOUT_MS = 3000
/**
 * A peer that is back is found within this and a fifth. In a rolling restart the next instance ends
 * after its drain time, which must be longer.
 */
const RECONNECT_MS_MAX = 500
/** Seat maps are the largest messages: 16 MB of file and some words around it. */
const MESSAGE_BYTES_MAX = 20 * 1024 * 1024

const both = {
  'grpc.keepalive_time_ms': PING_EVERY_MS,
  'grpc.keepalive_timeout_ms': PING_TIMEOUT_MS,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
  'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
}

export const serverOptions = {
  ...both,
  'grpc.http2.min_ping_interval_without_data_ms': PING_EVERY_MS / 2,
}

/**
 * Calls go round all addresses behind a name. A call that no service has seen, because its
 * connection was closing, goes to another address. Nothing else is repeated here: only the edge
 * knows what may be, and how often.
 */
export const channelOptions = {
  ...both,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': RECONNECT_MS_MAX,
  'grpc.dns_min_time_between_resolutions_ms': 2000,
}
