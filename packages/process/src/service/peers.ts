import type { DescService } from '@bufbuild/protobuf'
import {
  type Environment,
  readSettings,
  type Setting,
  type SettingValues,
  textUpTo,
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
  return address.includes(',') ? `ipv4:${address.replaceAll(' ', '')}` : address
}

function address(name: string): Setting<string> {
  return {
    name: `USHER_${name.toUpperCase()}_ADDRESS`,
    default: `dns:///${name}-service:8080`,
    parse: textUpTo(1024),
    description: `where ${name} is called: host:port, several with commas, or dns:///name:port`,
  }
}
