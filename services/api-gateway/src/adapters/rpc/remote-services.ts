import {
  AuthService,
  BookingService,
  EventsService,
  InventoryService,
  NotificationService,
  PaymentService,
  SearchService,
  TicketService,
} from '@usher/contracts'
import type { Peers } from '@usher/process/service/peers'
import type { ServiceClients } from '../../routes/gateway-context.ts'

/** Every service behind the interface, each in processes of its own. */
export function remoteServices(peers: Pick<Peers, 'client'>): ServiceClients {
  return {
    auth: peers.client('auth', AuthService),
    events: peers.client('events', EventsService),
    inventory: peers.client('inventory', InventoryService),
    booking: peers.client('booking', BookingService),
    tickets: peers.client('booking', TicketService),
    payment: peers.client('payment', PaymentService),
    search: peers.client('search', SearchService),
    notification: peers.client('notification', NotificationService),
  }
}
