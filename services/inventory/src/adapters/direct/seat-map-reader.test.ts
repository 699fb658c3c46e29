import { seatMapReaderContract } from '../../ports/seat-map-reader.contract.ts'
import { directSeatMapReader } from './seat-map-reader.ts'

seatMapReaderContract('the same thread', directSeatMapReader)
