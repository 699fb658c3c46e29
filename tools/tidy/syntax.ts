import type { Node, SourceFile } from 'typescript/unstable/ast'
import type { FileSystem } from 'typescript/unstable/fs'
import { API } from 'typescript/unstable/sync'

export { SyntaxKind } from 'typescript/unstable/ast'
export type { Node, SourceFile }

const ROOT = '/tidy'

/**
 * Parses TypeScript sources given as path -> text, without types and without following imports. The
 * compiler's API is marked unstable, so nothing but this file imports it.
 */
export function parseSources(texts: ReadonlyMap<string, string>): ReadonlyMap<string, SourceFile> {
  const config = `${ROOT}/tsconfig.json`
  const files = new Map([[config, projectOf([...texts.keys()])]])
  for (const [path, text] of texts) files.set(`${ROOT}/${path}`, text)
  const api = new API({ cwd: ROOT, fs: fileSystemOf(files) })
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
    const parsed = new Map<string, SourceFile>()
    for (const path of texts.keys()) {
      const source = project?.program.getSourceFile(`${ROOT}/${path}`)
      if (!source) throw new Error(`the compiler did not parse ${path}`)
      parsed.set(path, source)
    }
    return parsed
  } finally {
    api.close()
  }
}

function projectOf(files: readonly string[]): string {
  const compilerOptions = {
    noLib: true,
    noResolve: true,
    types: [],
    allowImportingTsExtensions: true,
    noEmit: true,
  }
  return JSON.stringify({ compilerOptions, files })
}

function fileSystemOf(files: ReadonlyMap<string, string>): FileSystem {
  const folders = new Set([...files.keys()].flatMap(foldersOf))
  return {
    readFile: (path) => files.get(path) ?? null,
    fileExists: (path) => files.has(path),
    directoryExists: (path) => folders.has(path),
    getAccessibleEntries: () => ({ files: [], directories: [] }),
    realpath: (path) => path,
  }
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.map((_, length) => parts.slice(0, length).join('/'))
}
