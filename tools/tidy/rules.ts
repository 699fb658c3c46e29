import type { Rule } from './rule.ts'
import { ambientWorld } from './rules/ambient.ts'
import {
  circles,
  declaredDependencies,
  direction,
  noDefaultExports,
  ownPackage,
} from './rules/imports.ts'
import { helpersBelow, plainComments } from './rules/layout.ts'
import { fileNames, folderNames, indexFiles, nameForms, vocabulary } from './rules/names.ts'
import {
  portContracts,
  pureDomain,
  roomsKnow,
  serviceReadme,
  vendorsInAdapters,
} from './rules/service-shape.ts'
import { columns, fileLength, functionLength, mainLength } from './rules/sizes.ts'
import { everyTestRuns, titles } from './rules/tests.ts'
import {
  adrNumbers,
  exactVersions,
  explainedDependencies,
  lockfileWithoutHosts,
  noMachinePaths,
} from './rules/whole.ts'

/** Everything of STYLE.md and ARCHITECTURE.md that a machine can check. */
export const rules: readonly Rule[] = [
  fileNames,
  folderNames,
  indexFiles,
  fileLength,
  mainLength,
  functionLength,
  columns,
  vocabulary,
  nameForms,
  noDefaultExports,
  helpersBelow,
  plainComments,
  direction,
  circles,
  ownPackage,
  declaredDependencies,
  pureDomain,
  roomsKnow,
  vendorsInAdapters,
  ambientWorld,
  portContracts,
  serviceReadme,
  titles,
  everyTestRuns,
  noMachinePaths,
  lockfileWithoutHosts,
  exactVersions,
  explainedDependencies,
  adrNumbers,
]
