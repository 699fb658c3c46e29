/** The version of this Usher, as exports and backups name it. */
export async function usherVersion(): Promise<string> {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } })
  return manifest.version
}
