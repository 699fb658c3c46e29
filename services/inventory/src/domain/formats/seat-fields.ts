/** What a file may say of a seat or an area, by the names that `columns` uses. */
export const seatFields = [
  'section',
  'row',
  'seat',
  'category',
  'x',
  'y',
  'accessible',
  'companion',
  'price',
  'capacity',
  'table',
  'seat_number',
] as const

export type SeatField = (typeof seatFields)[number]

/**
 * Our name of a field -> where the file has it: a column, an attribute, a path. Fields that are not
 * named are looked for by the words that people use for them.
 */
export type SeatMapColumns = Readonly<Record<string, string>>

export function isSeatField(name: string): name is SeatField {
  return seatFields.some((field) => field === name)
}

/**
 * Words for each field, as seen in files of ticketing systems and spreadsheets; the earlier one
 * wins where a file has several. Spelled without case, accents and separators.
 */
const words: Readonly<Record<SeatField, string>> = {
  section: `section sectionname sectionlabel sec sect block blockname blk sector sectorname zone
    zonename area areaname stand tribune bereich sektor seccion zona bloque secteur bloc settore
    blocco setor sectie vak секция сектор зона 區 区 區域 区域 ブロック tier level sectionid blockid
    sectorid zoneid`,
  row: `row rowname rownumber rowlabel rownum rowno reihe fila rang rangee fileira rij riga rad rzad
    ряд 排 列 rowid`,
  seat: `seat seatnumber seatlabel seatno seatnum seatname platz platznummer sitz sitzplatz
    sitznummer asiento butaca siege place placenumber posto poltrona assento lugar stoel stoelnummer
    miejsce место 座 座位 座位號 座位号 座號 座号 席 席番 number num no nr nummer numero номер 號 号 label`,
  category: `category categoryname categorylabel cat pricecategory pricelevel priceclass pricezone
    tariff tarif kategorie preiskategorie categoria categorie kategoria seattype tickettype class
    категория 票種 類別 票种 类别 categoryid categorykey`,
  x: 'x cx posx positionx xpos coordx xcoord xcoordinate left',
  y: 'y cy posy positiony ypos coordy ycoord ycoordinate top',
  accessible: `accessible isaccessible wheelchair iswheelchair wheelchairaccessible rollstuhl
    rollstuhlplatz barrierefrei accesible pmr handicap ada`,
  companion: `companion iscompanion companionseat begleiter begleitperson acompanante
    accompagnateur`,
  price: 'price preis precio prix prezzo preco prijs cost цена 價格 票價 价格 票价',
  capacity: `capacity kapazitat capacidad capacite capacita capacidade capaciteit platze вместимость
    容量`,
  table: 'table tablemode',
  seat_number: 'id seatid guid seatguid seatkey identifier',
}

/** A name without case, accents, separators and the `data-` of attributes. */
export function wordOf(name: string): string {
  const known = spelled.get(name)
  if (known !== undefined) return known
  const word = spell(name)
  if (spelled.size < MAX_SPELLED) spelled.set(name, word)
  return word
}

/** The same few names come with every seat. */
const spelled = new Map<string, string>()
const MAX_SPELLED = 2_000

function spell(name: string): string {
  const plain = name
    .replace(/^data-/i, '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
  return plain.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

const ranks = new Map(
  seatFields.map((field) => [
    field,
    new Map(
      words[field]
        .trim()
        .split(/\s+/)
        .map((word, at) => [wordOf(word), at]),
    ),
  ]),
)

/** How well a name says that it is this field: 0 is best; undefined when it does not. */
export function rankOf(field: SeatField, name: string): number | undefined {
  return ranks.get(field)?.get(wordOf(name))
}

/** The name among these that says best that it is the field. */
export function bestName(field: SeatField, names: Iterable<string>): string | undefined {
  let best: { name: string; rank: number } | undefined
  for (const name of names) {
    const rank = rankOf(field, name)
    if (rank !== undefined && (!best || rank < best.rank)) best = { name, rank }
  }
  return best?.name
}

const trueWords = new Set(['1', 'true', 'yes', 'y', 'x', 't', 'ja', 'si', 'sí', 'oui', 'да', '是'])
const falseWords = new Set(['0', 'false', 'no', 'n', '-', 'f', 'nein', 'non', 'нет', '否', ''])

/** Yes or no; undefined for what is neither. */
export function flagOf(text: string): boolean | undefined {
  const word = text.trim().toLowerCase()
  if (falseWords.has(word)) return false
  return trueWords.has(word) ? true : undefined
}
