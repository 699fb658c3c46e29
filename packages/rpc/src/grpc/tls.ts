import { ChannelCredentials, ServerCredentials } from '@grpc/grpc-js'

/** PEM files' contents for mutual TLS: both sides show a certificate that `ca` has signed. */
export interface Tls {
  readonly ca: Buffer
  readonly cert: Buffer
  readonly key: Buffer
}

/** How a server proves who it is and asks who calls; without `tls` it does neither. */
export function serverCredentials(tls: Tls | undefined): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure()
  const { ca, cert, key } = tls
  return ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], true)
}

/** The same from the side that calls. */
export function channelCredentials(tls: Tls | undefined): ChannelCredentials {
  if (!tls) return ChannelCredentials.createInsecure()
  return ChannelCredentials.createSsl(tls.ca, tls.key, tls.cert)
}
