import { ticketSignaturesContract } from '../../ports/ticket-signatures.contract.ts'
import { nodeTicketSignatures } from './ticket-signatures.ts'

ticketSignaturesContract("Node's OpenSSL", nodeTicketSignatures)
ticketSignaturesContract("Node's OpenSSL in one thread", () =>
  nodeTicketSignatures({ aside: false }),
)
