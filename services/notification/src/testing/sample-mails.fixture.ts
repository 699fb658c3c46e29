import type { Mail } from '../domain/mail.ts'
import { START_MS } from './sample-sales.fixture.ts'

export function sampleMail(parts: Partial<Mail> = {}): Mail {
  return {
    messageId: 'booking_confirmed.bk_1@tickets.example.org',
    to: { name: 'Ann Ωmega', address: 'ann@example.org' },
    language: 'es',
    subject: 'Tus entradas para «La bohème» 您的門票',
    text: 'Hola, Ann:\n\nTu compra está confirmada. 您好\n',
    html: '<p>Tu compra está confirmada. 您好</p>',
    attachments: [],
    dateMs: START_MS,
    ...parts,
  }
}

export const sampleSender = { name: 'Teatro Real, taquilla', address: 'tickets@example.org' }
