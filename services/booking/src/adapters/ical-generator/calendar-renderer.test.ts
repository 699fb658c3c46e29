import { calendarRendererContract } from '../../ports/calendar-renderer.contract.ts'
import { icalCalendarRenderer } from './calendar-renderer.ts'

calendarRendererContract('ical-generator', icalCalendarRenderer)
