/**
 * Carries a webhook to whoever listens. Resolves when it was taken (a 2xx answer), rejects
 * otherwise.
 */
export interface WebhookSender {
  send(rawBody: Uint8Array, headers: Readonly<Record<string, string>>): Promise<void>
}
