import { readFileSync } from 'node:fs'
import { document, DAY_MS, NOW_MS } from './documents.fixture.ts'
import type { DocumentChange } from './domain/event-document.ts'

type Row = readonly [string, string, string, string, string, string]

/** In languages that the fixtures lack: name, description, venue, city, country, category. */
const written: readonly Row[] = [
  ['夜雨十年', '紀念音樂會', '國家音樂廳', '台北', 'TW', '音樂'],
  ['雨夜花', '台灣民謠之夜', '衛武營國家藝術文化中心', '高雄', 'TW', '音樂'],
  ['五月天演唱會', '回到那一天', '台北小巨蛋', '台北', 'TW', '演唱會'],
  ['雲門舞集:十三聲', '', '國家戲劇院', '台北', 'TW', '舞蹈'],
  ['Die Zauberflöte', 'Große Oper in zwei Aufzügen', 'Staatsoper', 'München', 'DE', 'Oper'],
  ['Straßenmusik-Fest', 'Eröffnung mit Bläsern', 'Königsplatz', 'München', 'DE', 'Fest'],
  ['Weihnachtsoratorium', 'Johann Sebastian Bach', 'Thomaskirche', 'Leipzig', 'DE', 'Konzert'],
  [
    'Лебединое озеро',
    'Балет Петра Чайковского',
    'Мариинский театр',
    'Санкт-Петербург',
    'RU',
    'балет',
  ],
  ['Ёлка в Кремле', 'Новогоднее представление', 'Кремлёвский дворец', 'Москва', 'RU', 'дети'],
  ['Три сестры', 'Антон Чехов', 'МХТ', 'Москва', 'RU', 'театр'],
  ['Kinderkonzerte', '', 'Philharmonie', 'Köln', 'DE', 'Kinder'],
  ['Kinderkonzart', '', 'Philharmonie', 'Köln', 'DE', 'Kinder'],
  ['Kinderkonzert der Oper', '', 'Philharmonie', 'Köln', 'DE', 'Kinder'],
  ['Gliere', '', 'Philharmonie', 'Köln', 'DE', 'Kinder'],
  ['La Bohème', 'Opéra de Giacomo Puccini', 'Opéra Bastille', 'Paris', 'FR', 'opéra'],
  ['Le Malade imaginaire', 'Comédie de Molière', 'Comédie-Française', 'Paris', 'FR', 'théâtre'],
  ['Fête de la musique', 'Concert gratuit', 'Place de la République', 'Paris', 'FR', 'concert'],
  ['Søren Kierkegaard på Østerbro', 'Foredrag', 'Østre Gasværk', 'København', 'DK', 'talk'],
  ['Łódź Kaliska', 'Wystawa fotografii', 'Muzeum Sztuki', 'Łódź', 'PL', 'wystawa'],
  ['คอนเสิร์ตบอดี้สแลม', '', 'อิมแพ็ค อารีน่า', 'กรุงเทพ', 'TH', 'ดนตรี'],
  ['حفلة فيروز', 'أمسية موسيقية', 'مسرح المدينة', 'بيروت', 'LB', 'موسيقى'],
  ['서울 재즈 페스티벌', '', '올림픽공원', '서울', 'KR', '음악'],
  ['歌舞伎座ライブ', 'カブキ', '歌舞伎座', '東京', 'JP', '演劇'],
]

/** Real and written events, the written ones first; they all are still to come. */
export function corpus(): readonly DocumentChange[] {
  const file = new URL('../fixtures/events.json', import.meta.url)
  const real = JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]
  return [...written, ...real].map(
    ([name, description, venueName, city, country, category], i) => ({
      eventId: i + 1,
      version: 1n,
      document: document({
        name,
        description,
        venueName,
        city,
        country,
        category,
        dateMs: NOW_MS + (1 + (i % 90)) * DAY_MS,
      }),
    }),
  )
}
