import type { Catalogue } from './en.ts'

export const es: Catalogue = {
  'booking_confirmed.subject': 'Tus entradas para {event}',
  'booking_confirmed.preheader':
    '{tickets, plural, one {# entrada} other {# entradas}} · referencia {reference}',
  'booking_confirmed.title': '¡Ya tienes tus entradas!',
  'booking_confirmed.intro':
    'Tu compra está confirmada. {tickets, plural, one {Tu entrada va adjunta} other {Tus # entradas van adjuntas}} en un PDF, junto con un archivo para tu calendario.',
  'booking_confirmed.door':
    'En la puerta: enseña el código QR de cada entrada, en el móvil o en papel. Funciona sin conexión. Cada entrada da paso a una persona, una sola vez.',
  'booking_confirmed.care':
    'Quien tiene el código tiene la entrada: no publiques fotos de él, por favor.',

  'booking_cancelled.subject':
    '{whole, select, yes {Tu compra para {event} está cancelada} other {Parte de tu compra para {event} está cancelada}}',
  'booking_cancelled.preheader': 'Devuelto: {amount} · referencia {reference}',
  'booking_cancelled.title':
    '{whole, select, yes {Tu compra está cancelada} other {Parte de tu compra está cancelada}}',
  'booking_cancelled.intro':
    '{whole, select, yes {No queda nada de esta compra.} other {Lo que queda de tu compra sigue siendo válido; la lista está más abajo.}} Las entradas canceladas ya no abren la puerta.',

  'event_cancelled.subject': '{event}: evento cancelado',
  'event_cancelled.preheader': 'Devuelto: {amount} · referencia {reference}',
  'event_cancelled.title': 'El evento está cancelado',
  'event_cancelled.intro':
    'Lo sentimos: {event} no se celebrará. Tu compra está cancelada y no tienes que hacer nada.',

  'refund.returned':
    'Devolvemos {amount} a la tarjeta o cuenta con la que pagaste. Los bancos suelen tardar unos días en mostrarlo.',
  'refund.nothing': 'No había nada que devolver.',

  'reservation_expiring.subject': 'Tus asientos para {event}, reservados hasta las {time}',
  'reservation_expiring.preheader':
    '{minutes, plural, one {Queda # minuto} other {Quedan unos # minutos}} para comprarlos',
  'reservation_expiring.title': 'Tu reserva está a punto de terminar',
  'reservation_expiring.intro':
    'Te guardamos estos asientos hasta las {time}, {minutes, plural, one {dentro de # minuto} other {dentro de unos # minutos}}. Después cualquiera podrá quedárselos.',
  'reservation_expiring.ignore':
    'Si ya no los quieres, no tienes que hacer nada: no se ha cobrado nada.',

  greeting: '{known, select, yes {Hola, {name}:} other {Hola:}}',
  'label.when': 'Cuándo',
  'label.where': 'Dónde',
  'label.reference': 'Referencia de la compra',
  'label.total': 'Total',
  'label.refunded': 'Devuelto',
  'label.kept_until': 'Reservado hasta',
  'list.tickets': 'Tus entradas',
  'list.seats': 'Tus asientos',
  'list.cancelled': 'Cancelado',
  'list.left': 'Sigue siendo tuyo',
  'place.section': 'Sección {section}',
  'place.row': 'fila {row}',
  'place.seat': 'asiento {seat}',
  'place.area': '{area}, {quantity, plural, one {# plaza} other {# plazas}}',
  'place.between': ', ',
  'action.booking': 'Ver tu compra',
  'action.reservation': 'Comprar ahora',
  'footer.why':
    'Recibes este correo por tu compra. Lo ha enviado una máquina; nadie lee las respuestas.',
  'footer.why_reservation':
    'Recibes este correo porque reservaste asientos. Lo ha enviado una máquina; nadie lee las respuestas.',
}
