import { readFileSync } from 'node:fs'
import { SeatMapFormat } from '@usher/contracts'
import { clubMap } from './club.ts'
import { hallMap } from './hall.ts'
import { stadiumMap } from './stadium.ts'
import { theatreMap } from './theatre.ts'

/** One event of the demo set, with the place where it is held. */
export interface DemoEvent {
  /** Names it in the data directory; never shown. */
  readonly key: string
  readonly venue: {
    readonly venueName: string
    readonly city: string
    readonly country: string
    readonly address: string
    readonly timeZone: string
    readonly location: { readonly latitude: number; readonly longitude: number }
  }
  readonly eventName: string
  readonly description: string
  readonly category: string
  readonly currency: string
  readonly language: string
  readonly orphanRule: 'strict' | 'lenient' | 'off'
  /** Zero: no limit. */
  readonly maxSeatsPerBuyer: number
  /** When it is held: so many days from now, at this hour there. */
  readonly inDays: number
  readonly hour: number
  readonly seatMap: DemoSeatMap
}

export interface DemoSeatMap {
  readonly format: SeatMapFormat
  readonly content: () => string
  /** For formats that carry no prices. */
  readonly pricesMinor?: Readonly<Record<string, number>>
}

/** Five events in four countries, three currencies and four languages. */
export const demoEvents: readonly DemoEvent[] = [
  {
    key: 'theatre',
    venue: {
      venueName: '春河小劇場',
      city: '臺北',
      country: 'TW',
      address: '大同區河畔路 12 號',
      timeZone: 'Asia/Taipei',
      location: { latitude: 25.0561, longitude: 121.5091 },
    },
    eventName: '夜雨十年',
    description: '三位演員、一把傘、一座城市的十年。演出約 95 分鐘，無中場休息。',
    category: 'theatre',
    currency: 'TWD',
    language: 'zh-TW',
    orphanRule: 'lenient',
    maxSeatsPerBuyer: 10,
    inDays: 21,
    hour: 19,
    seatMap: ours(theatreMap),
  },
  {
    key: 'hall',
    venue: {
      venueName: 'Auditorio de la Ribera',
      city: 'Madrid',
      country: 'ES',
      address: 'Paseo de la Ribera, 4',
      timeZone: 'Europe/Madrid',
      location: { latitude: 40.4075, longitude: -3.7203 },
    },
    eventName: 'Novena de Beethoven',
    description: 'Orquesta y coro del Auditorio. Una parte, 75 minutos.',
    category: 'classical',
    currency: 'EUR',
    language: 'es',
    orphanRule: 'strict',
    maxSeatsPerBuyer: 0,
    inDays: 45,
    hour: 20,
    seatMap: ours(hallMap),
  },
  {
    key: 'stadium',
    venue: {
      venueName: 'Thameside Stadium',
      city: 'London',
      country: 'GB',
      address: '1 Riverside Way',
      timeZone: 'Europe/London',
      location: { latitude: 51.4976, longitude: 0.0061 },
    },
    eventName: 'Thameside v Northgate',
    description: 'Cup final. Gates open two hours before kick-off.',
    category: 'sport',
    currency: 'GBP',
    language: 'en',
    orphanRule: 'off',
    maxSeatsPerBuyer: 0,
    inDays: 60,
    hour: 17,
    seatMap: ours(stadiumMap),
  },
  {
    key: 'club',
    venue: {
      venueName: 'Kesselhaus Nord',
      city: 'Berlin',
      country: 'DE',
      address: 'Kesselstraße 7',
      timeZone: 'Europe/Berlin',
      location: { latitude: 52.5432, longitude: 13.4128 },
    },
    eventName: 'Lange Nacht der Synthesizer',
    description: 'Sechs Liveacts, kein Sitzplatz. Einlass ab 18 Jahren.',
    category: 'club',
    currency: 'EUR',
    language: 'de',
    orphanRule: 'off',
    maxSeatsPerBuyer: 6,
    inDays: 14,
    hour: 22,
    seatMap: ours(clubMap),
  },
  {
    key: 'sample',
    venue: {
      venueName: 'Open Plan Arena',
      city: 'Madrid',
      country: 'ES',
      address: 'Avenida del Plano, 1',
      timeZone: 'Europe/Madrid',
      location: { latitude: 40.4361, longitude: -3.5995 },
    },
    eventName: 'Copa de Patinaje',
    description: 'El plano de este recinto es un ejemplo de otro proyecto (MIT), leído tal cual.',
    category: 'sport',
    currency: 'EUR',
    language: 'es',
    orphanRule: 'off',
    maxSeatsPerBuyer: 8,
    inDays: 30,
    hour: 18,
    seatMap: {
      format: SeatMapFormat.PRETIX,
      content: () => readFileSync(samplePlan, 'utf8'),
      pricesMinor: {
        'Category I': 6000,
        'Category II': 4500,
        'Category III': 3500,
        'Category IV': 2500,
        'Category V': 1800,
      },
    },
  },
]

const samplePlan = new URL(
  '../../../../services/inventory/fixtures/seatmap-canvas-stadium.json',
  import.meta.url,
)

function ours(map: () => object): DemoSeatMap {
  return { format: SeatMapFormat.USHER, content: () => JSON.stringify(map()) }
}
