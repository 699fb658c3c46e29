/** What a column or field may hold. */
export const eventFields = [
  'id',
  'name',
  'description',
  'category',
  'start',
  'start_time',
  'end',
  'end_time',
  'duration',
  'time_zone',
  'venue',
  'street_type',
  'address',
  'house_number',
  'postal_code',
  'city',
  'region',
  'country',
  'latitude',
  'longitude',
  'price',
  'currency',
  'free',
  'image',
  'language',
  'status',
] as const

export type EventField = (typeof eventFields)[number]

/** Names under which files have our fields, folded; the first that a file has is taken. */
const names: Readonly<Record<EventField, string>> = {
  id: `id uid guid eventid idevento ideven identifier identificador identifiant identificativo
    kennung veranstaltungsid uuid codigo code 編號 编号 活動編號`,
  name: `name title eventname eventtitle summary event titulo titre nom nombre nombreevento titel
    bezeichnung veranstaltung titolo nome evento intitule tituloevento subject headline
    名稱 名称 標題 标题 活動名稱 活动名称 節目名稱`,
  description: `description details descripcion beschreibung descrizione descricao about body text
    contenu longdescription descripcionevento infotext 描述 說明 说明 簡介 簡介說明 内容 內容`,
  category: `category type genre eventtype tipo categoria kategorie categorie kind rubrik art
    tipoevento genero gattung 類別 类别 分類 分类 種類`,
  start: `start startdate starts startdatetime datetime date eventdate startsat begin begins dtstart
    when fecha fechainicio fechainicioevento fechahora fechahorainicio inicio datainicio data
    dataora datainizio inizio datum beginn startdatum anfang debut datedebut datededebut dia
    日期 開始日期 开始日期 開始時間 开始时间 時間起 活動日期`,
  start_time: `time starttime hora horainicio horario uhrzeit startzeit beginnzeit heure heuredebut
    ora orainizio orario horadeinicio eventtime 時間 时间`,
  end: `end enddate ends enddatetime endsat until dtend finish fechafin fechafinal fin datafim fim
    fine datafine ende enddatum bis datefin datedefin fechahorafin fechafinevento
    結束日期 结束日期 結束時間 结束时间 時間迄`,
  end_time: 'endtime horafin horafim endzeit heurefin orafine horatermino',
  duration: 'duration durationminutes duracion dauer duree durata duracao 時長 时长',
  time_zone: 'timezone tz zone zonahoraria zeitzone fuseauhoraire fusoorario fusohorario 時區 时区',
  venue: `venue venuename location locationname place placename lugar recinto sala espacio ort
    veranstaltungsort spielort lieu nomlieu luogo sede local nombreinstalacion instalacion theatre
    theater hall building nomdulieu 場地 场地 地點 地点 場館 场馆 場館名稱`,
  street_type: 'streettype clasevial clasevialinstalacion tipovia',
  address: `address street streetaddress venueaddress direccion calle domicilio adresse strasse
    indirizzo endereco morada rue via nombrevia nombreviainstalacion locationaddress adressedulieu
    地址 活動地址`,
  house_number: 'housenumber streetnumber numinstalacion hausnummer numero',
  postal_code: `postalcode postcode zip zipcode plz postleitzahl codigopostal cp cap cep codepostal
    codigopostalinstalacion 郵遞區號 邮编`,
  city: `city town ciudad localidad municipio poblacion stadt ville commune citta comune cidade
    venuecity locality addresslocality locationcity 城市 縣市`,
  region: 'region state province provincia bundesland stato estado addressregion departement 省',
  country: 'country countrycode pais land pays paese nation addresscountry venuecountry 國家 国家',
  latitude: 'latitude lat latitud breitengrad latitudine geolat venuelatitude 緯度 纬度',
  longitude: `longitude lon lng long longitud laengengrad longitudine geolon geolng
    venuelongitude 經度 经度`,
  price: `price cost ticketprice precio preis prix prezzo preco entrada admission eintritt tarif
    tarifa minprice prezzobiglietto 票價 票价 價格 价格`,
  currency: 'currency moneda waehrung devise valuta moeda pricecurrency 幣別 货币',
  free: 'free isfree gratuito gratis gratuit kostenlos esgratuito 免費 免费',
  image: `image imageurl picture poster thumbnail imagen foto bild bildurl immagine imagem
    affiche photo imagenurl 圖片 图片`,
  language: 'language lang idioma sprache langue lingua 語言 语言',
  status: 'status eventstatus estadoevento zustand statut statoevento 狀態 状态',
}

const fieldsByName: ReadonlyMap<string, EventField> = new Map(
  eventFields.flatMap((field) =>
    names[field].split(/\s+/).map((name) => [foldedName(name), field] as const),
  ),
)

const ranks: ReadonlyMap<string, number> = new Map(
  Object.values(names).flatMap((list) =>
    list.split(/\s+/).map((name, rank) => [foldedName(name), rank] as const),
  ),
)

/** What a column of this name most likely holds. */
export function fieldOf(name: string): EventField | undefined {
  return fieldsByName.get(foldedName(name))
}

/** How usual a name is for its field: 0 is the most usual. */
export function rankOf(name: string): number {
  return ranks.get(foldedName(name)) ?? Number.MAX_SAFE_INTEGER
}

/** Case, accents, spaces and punctuation make no other name. */
function foldedName(name: string): string {
  const bare = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')
  return bare.replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Which of the file's names holds what: given ones first, then guessed ones. */
export type Mapping = ReadonlyMap<EventField, string>

/**
 * Our fields and the file's names for them. `columns` is ours to theirs; a field that it names is
 * not guessed, and an empty name leaves a field out. What it names must be there.
 */
export function mappingOf(
  available: readonly string[],
  columns: Readonly<Record<string, string>>,
  refuse: (reason: string) => never,
): Mapping {
  const mapping = new Map<EventField, string>()
  for (const [ours, theirs] of Object.entries(columns)) {
    const field = eventFields.find((each) => each === ours)
    if (!field) refuse(`no field of ours is called ${ours}: ${eventFields.join(', ')}`)
    const found =
      available.find((name) => name.trim() === theirs.trim()) ?? alike(available, theirs)
    if (found === undefined && theirs.trim() !== '') refuse(`there is no column ${theirs}`)
    mapping.set(field, found ?? '')
  }
  const taken = new Set(mapping.values())
  const guesses = available
    .filter((name) => !taken.has(name))
    .flatMap((name) => ({ name, field: fieldOf(name), rank: rankOf(name) }))
    .sort((a, b) => a.rank - b.rank)
  for (const { name, field } of guesses) if (field && !mapping.has(field)) mapping.set(field, name)
  return new Map(
    eventFields.flatMap((field) => {
      const name = mapping.get(field)
      return name ? [[field, name] as const] : []
    }),
  )
}

function alike(available: readonly string[], theirs: string): string | undefined {
  return available.find((name) => foldedName(name) === foldedName(theirs))
}
