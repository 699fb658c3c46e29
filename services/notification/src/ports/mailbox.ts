/** A mail that lies in the mailbox, without its bodies. */
export interface StoredMail {
  readonly mailId: string
  readonly to: string
  readonly subject: string
  readonly sentAtMs: number
}

export interface OpenedMail extends StoredMail {
  readonly text: string
  readonly html: string
  readonly attachments: readonly {
    readonly filename: string
    readonly contentType: string
    readonly bytes: number
  }[]
  /** The whole message as it was sent (RFC 5322). */
  readonly raw: Uint8Array<ArrayBuffer>
}

/** Reads what a mailer keeps on this machine instead of sending it. */
export interface Mailbox {
  /** The newest first; of one address when `to` is not empty, behind the mail `after`. */
  list(page: { to: string; after?: string; limit: number }): Promise<readonly StoredMail[]>
  /** Undefined when there is no such mail, or not any more. */
  open(mailId: string): Promise<OpenedMail | undefined>
}
