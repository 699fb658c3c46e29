import { run } from '../fetch.ts'

const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1'

/** Runs Maven in a folder that has a pom.xml. Needs a JDK 17 or newer and Maven on the path. */
export async function maven(folder: string, ...args: readonly string[]): Promise<void> {
  await run('mvn', ['-B', '-q', ...args], folder)
}

/** Copies the jars of a pom's dependencies to `libs` beside it. */
export async function copyJars(folder: string): Promise<void> {
  await maven(folder, `${DEPENDENCY_PLUGIN}:copy-dependencies`, '-DoutputDirectory=libs')
}

/** Copies one artifact, without what it depends on, into `folder`. */
export async function copyArtifact(folder: string, artifact: string): Promise<void> {
  await maven(
    folder,
    `${DEPENDENCY_PLUGIN}:copy`,
    `-Dartifact=${artifact}`,
    `-DoutputDirectory=${folder}`,
  )
}
