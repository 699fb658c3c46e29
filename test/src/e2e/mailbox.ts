import type { MailBody, Page } from './bodies.ts'
import { expectStatus, Rest } from './rest.ts'
import { until } from './until.ts'

/** On busy cores an attempt may be given up after 45 s, and made again a minute later. */
const PATIENCE_MS = 180_000

/** The mails to an address in the mailbox of a demo, the oldest first. */
export async function mailsTo(url: string, address: string): Promise<readonly MailBody[]> {
  const path = `/v1/mails?limit=100&to=${encodeURIComponent(address)}`
  const { data } = expectStatus(await new Rest(url).get<Page<MailBody>>(path), 200)
  return data.toReversed()
}

/** The same once there are `count` of them. */
export async function mailsOnceThere(
  url: string,
  address: string,
  count: number,
): Promise<readonly MailBody[]> {
  let mails: readonly MailBody[] = []
  const areThere = async () => {
    mails = await mailsTo(url, address)
    return mails.length >= count
  }
  await until(`${count} mails to ${address}`, areThere, PATIENCE_MS)
  return mails
}
