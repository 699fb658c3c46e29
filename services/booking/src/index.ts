export type { EventsClient } from './adapters/rpc/event-catalog.ts'
export type { InventoryClient } from './adapters/rpc/inventory.ts'
export type { PaymentClient } from './adapters/rpc/payments.ts'
export {
  type BookingApplication,
  type BookingServicePorts,
  createBookingService,
} from './booking.ts'
export { type BookingLimits, bookingSettings, defaultLimits, readBookingConfig } from './config.ts'
export { signedPart, type TicketClaim, ticketCodeText } from './domain/ticket-code.ts'
export type { BookingStore } from './ports/booking-store.ts'
export type { TicketRenderer, TicketSheet } from './ports/ticket-renderer.ts'
export type { TicketServicePorts } from './tickets.ts'
export {
  type TicketFacts,
  type TicketKeySet,
  type TicketVerifier,
  ticketVerifier,
  type Verification,
  verifyTicketCode,
} from './adapters/node-crypto/verify-ticket-code.ts'
export { ticketKeySet } from './usecases/ticket-key-set.ts'
