import { join } from 'node:path'
import {
  runProcess,
  type ServiceProcess,
  type Settings,
  startProcess,
} from './service-process.fixture.ts'

const file = join(import.meta.dirname, 'tiny-service.fixture.ts')

/** Starts the tiny service and waits until it serves. */
export function startTiny(settings: Settings = {}): Promise<ServiceProcess> {
  return startProcess(file, settings)
}

/** Runs it to its end, for settings with which it does not start. */
export function runTiny(settings: Settings): ReturnType<typeof runProcess> {
  return runProcess(file, settings)
}
