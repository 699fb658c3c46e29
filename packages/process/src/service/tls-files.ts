import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DomainError } from '@usher/kernel'
import type { Tls } from '@usher/rpc/grpc/tls'
import type { ProcessConfig } from './process-settings.ts'

/**
 * The certificates that the settings name, or none. Throws invalid / invalid_tls for a file that
 * cannot be read, two without the third, a certificate that has expired, and what does not belong
 * together.
 */
export function tlsFiles(
  { tlsCa, tlsCert, tlsKey }: Pick<ProcessConfig, 'tlsCa' | 'tlsCert' | 'tlsKey'>,
  nowMs: number,
): Tls | undefined {
  const files = [tlsCa, tlsCert, tlsKey]
  if (files.every((file) => file === '')) return undefined
  if (files.includes('')) {
    throw invalid('USHER_TLS_CA, USHER_TLS_CERT and USHER_TLS_KEY go together')
  }
  const tls = { ca: read(tlsCa), cert: read(tlsCert), key: read(tlsKey) }
  const authority = validCertificate(tlsCa, tls.ca, nowMs)
  const own = validCertificate(tlsCert, tls.cert, nowMs)
  if (!own.checkPrivateKey(privateKey(tlsKey, tls.key))) {
    throw invalid(`${tlsKey} is not the key of ${tlsCert}`)
  }
  if (isOnlyOne(tls.ca) && isOnlyOne(tls.cert) && !own.checkIssued(authority)) {
    throw invalid(`${tlsCert} is not signed by ${tlsCa}, and no other service would believe it`)
  }
  return tls
}

/** With bundles and chains the path is for TLS to find. */
function isOnlyOne(pem: Buffer): boolean {
  return pem.toString('latin1').split('-----BEGIN CERTIFICATE-----').length === 2
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw invalid(`${file} cannot be read: ${(error as Error).message}`, error)
  }
}

function validCertificate(file: string, pem: Buffer, nowMs: number): X509Certificate {
  const certificate = parse(file, pem)
  const { validFrom, validTo } = certificate
  if (nowMs > Date.parse(validTo)) throw invalid(`${file} has expired on ${validTo}; renew it`)
  if (nowMs < Date.parse(validFrom)) throw invalid(`${file} is not valid before ${validFrom}`)
  return certificate
}

function parse(file: string, pem: Buffer): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw invalid(`${file} holds no certificate`, error)
  }
}

function privateKey(file: string, pem: Buffer): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw invalid(`${file} holds no private key`, error)
  }
}

function invalid(message: string, cause?: unknown): DomainError {
  return new DomainError('invalid', 'invalid_tls', message, {}, cause)
}
