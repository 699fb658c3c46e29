/** One real server as the stack runs it: where it comes from, how it starts, when it is ready. */
export interface Engine {
  /** Fetches what is missing into `place.home`. Leaves a whole installation or none. */
  install(home: string): Promise<void>
  /** One free loopback port is found for each. */
  readonly ports: readonly string[]
  /** Fills the data folder with what is not there; called before every start. */
  prepare(place: Place, settings: Settings): Promise<void>
  launch(place: Place, settings: Settings): Launch
  /** Resolves when the server takes work; rejects while it does not. */
  probe(place: Place): Promise<void>
  /** Settings for Usher's services, by the name of the environment variable. */
  settings(place: Place): Settings
}

/** Environment variables for Usher's services. */
export type Settings = Readonly<Record<string, string>>

/** Where one server lives. */
export interface Place {
  /** The installation, shared by every stack of this machine. */
  readonly home: string
  /** This server's own files: data, logs, sockets. */
  readonly data: string
  readonly ports: Readonly<Record<string, number>>
}

export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  /** Beside what this process has. */
  readonly env?: Settings
}

/** The port of that purpose; every engine names its own in `ports`. */
export function portOf({ ports }: Place, purpose: string): number {
  const port = ports[purpose]
  if (port === undefined) throw new Error(`no port was found for ${purpose}`)
  return port
}
