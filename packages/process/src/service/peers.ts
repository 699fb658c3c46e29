import type { DescService } from '@bufbuild/protobuf'
import {
  DomainError,
  type Environment,
  readSettings,
  type Setting,
  type SettingValues,
} from '@usher/kernel'
import type { Client } from '@usher/rpc'
import { type RemoteClient, type RemoteOptions, remoteClient } from '@usher/rpc/grpc/remote-client'

/** Where the other services are. The defaults are the names that Kubernetes gives them. */
export const peerSettings = {
  auth: address('auth'),
  events: address('events'),
  inventory: address('inventory'),
  booking: address('booking'),
  payment: address('payment'),
  search: address('search'),
  notification: address('notification'),
} as const

export type PeerName = keyof typeof peerSettings
export type PeerAddresses = SettingValues<typeof peerSettings>

export function readPeerAddresses(env: Environment): PeerAddresses {
  return readSettings(env, peerSettings)
}

/** Clients of the other services, each made when it is asked for. */
export class Peers {
  readonly #addresses: PeerAddresses
  readonly #options: Omit<RemoteOptions, 'address'>
  readonly #opened: Pick<RemoteClient<DescService>, 'close'>[] = []

  constructor(addresses: PeerAddresses, options: Omit<RemoteOptions, 'address'>) {
    this.#addresses = addresses
    this.#options = options
  }

  client<Service extends DescService>(peer: PeerName, service: Service): Client<Service> {
    const address = targetOf(this.#addresses[peer])
    const remote = remoteClient(service, { ...this.#options, address })
    this.#opened.push(remote)
    return remote.client
  }

  close(): void {
    for (const remote of this.#opened) remote.close()
  }
}

/** gRPC's name for several addresses that are known beforehand. */
function targetOf(address: string): string {
  if (!address.includes(',')) return address
  return `${address.startsWith('[') ? 'ipv6' : 'ipv4'}:${address}`
}

function address(name: string): Setting<string> {
  return {
    name: `USHER_${name.toUpperCase()}_ADDRESS`,
    default: `dns:///${name}-service:8080`,
    parse: peerAddress,
    description: `where ${name} is called: host:port, several with commas, or dns:///name:port`,
  }
}

const ADDRESSES_MAX = 64
const single = /^(dns:\/\/[^/\s,]*\/)?([^\s:,/[\]]+|\[[^\s,\]]+\]):\d{1,5}$/
const ipv4 = /^\d{1,3}(\.\d{1,3}){3}:\d{1,5}$/
const ipv6 = /^\[[\da-f:.]+\]:\d{1,5}$/i

/** gRPC takes several addresses as numbers only: a name is looked up alone, with dns:///. */
function peerAddress(text: string): string {
  const all = text.split(',').map((each) => each.trim())
  if (all.length === 1 && single.test(text)) return text
  const alike = [ipv4, ipv6].some((form) => all.every((each) => form.test(each)))
  if (all.length > 1 && all.length <= ADDRESSES_MAX && alike) return all.join(',')
  throw new DomainError(
    'invalid',
    'invalid_setting',
    'host:port, dns:///name:port, or several like 10.0.0.1:8080,10.0.0.2:8080',
  )
}
