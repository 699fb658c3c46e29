import type { SeatMapFile } from './seat-map-file.ts'

/** A club without seats: places are counted. */
export function clubMap(): SeatMapFile {
  return {
    name: 'Kesselhaus Nord',
    currency: 'EUR',
    focal_point: { x: 0, y: 0 },
    categories: [
      { name: 'Stehplatz', price: '24.00', color: '#3a86ff' },
      { name: 'Galerie', price: '32.00', color: '#ff006e' },
    ],
    sections: [],
    areas: [
      { name: 'Tanzfläche', category: 'Stehplatz', capacity: 900, x: 0, y: 10 },
      { name: 'Galerie', category: 'Galerie', capacity: 150, x: 0, y: 22 },
    ],
  }
}
