import type {
  AuthService,
  BookingService,
  EventsService,
  InventoryService,
  NotificationService,
  PaymentService,
  SearchService,
  TicketService,
} from '@usher/contracts'
import type { Clock, Random } from '@usher/kernel'
import type { Client } from '@usher/rpc'
import type { Logger } from '@usher/telemetry'
import type { Gate } from '../access.ts'
import type { Background } from '../background.ts'
import type { Door } from '../door.ts'
import type { Idempotency } from '../idempotency.ts'
import type { Ownership } from '../ownership.ts'

/** The services behind the interface. */
export interface ServiceClients {
  readonly auth: Client<typeof AuthService>
  readonly events: Client<typeof EventsService>
  readonly inventory: Client<typeof InventoryService>
  readonly booking: Client<typeof BookingService>
  readonly payment: Client<typeof PaymentService>
  readonly tickets: Client<typeof TicketService>
  readonly search: Client<typeof SearchService>
  readonly notification: Client<typeof NotificationService>
}

/** What the sandbox lets a tester do that a real bank does on a page of its own. */
export interface SandboxControls {
  completeChallenge(challengeId: string, outcome: 'approve' | 'refuse'): Promise<void>
}

/** What routes are made with. */
export interface GatewayContext extends ServiceClients {
  readonly gate: Gate
  readonly ownership: Ownership
  readonly door: Door
  readonly idempotency: Idempotency
  readonly background: Background
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly seatMapBytes: number
  /** Whether everybody may read the mails that were sent. */
  readonly mailbox: boolean
  readonly sandbox?: SandboxControls
}
