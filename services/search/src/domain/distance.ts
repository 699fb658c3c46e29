import type { GeoPoint } from './event-document.ts'

/** The mean radius of the earth: https://en.wikipedia.org/wiki/Earth_radius */
const EARTH_RADIUS_KM = 6371.0088

/** Kilometres along the surface, by the haversine formula. */
export function distanceKm(a: GeoPoint, b: GeoPoint): number {
  const latitudes = halfSineSquared(b.latitude - a.latitude)
  const longitudes = halfSineSquared(b.longitude - a.longitude)
  const across = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * longitudes
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(latitudes + across)))
}

function halfSineSquared(degrees: number): number {
  return Math.sin(radians(degrees) / 2) ** 2
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
