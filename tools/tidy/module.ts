import { type Node, type SourceFile, SyntaxKind } from './syntax.ts'

/** What one import or re-export names. */
export interface Import {
  readonly specifier: string
  readonly line: number
}

/** One function of whatever form. */
export interface FunctionSpan {
  readonly name: string
  readonly line: number
  readonly lines: number
  /** The function it is an argument of, e.g. `describe`; empty otherwise. */
  readonly argumentOf: string
}

export interface Named {
  readonly name: string
  readonly line: number
}

/** A call `callee(first, …)` whose first argument is text, such as `test('…', …)`. */
export interface TitledCall extends Named {
  readonly title: string
}

/** What the rules want to know of a TypeScript file, gathered in one walk of its syntax tree. */
export interface Module {
  readonly path: string
  readonly imports: readonly Import[]
  readonly functions: readonly FunctionSpan[]
  /** Every name that is declared: variables, functions, types, members, parameters. */
  readonly declared: readonly Named[]
  /**
   * Uses of the world: `Date.now`, `new Date()`, `setTimeout`, `process.env`, … as dotted names.
   */
  readonly uses: readonly Named[]
  readonly titledCalls: readonly TitledCall[]
  /** Lines with `async`, `await` or the type `Promise`. */
  readonly asynchronous: readonly number[]
  readonly defaultExports: readonly number[]
  /** Top-level functions that are not exported and stand above everything that uses them. */
  readonly earlyFunctions: readonly Named[]
}

/** Reads the facts off one parsed file. */
export function readModule(path: string, source: SourceFile): Module {
  const walk = new Walk(source)
  walk.visit(source)
  return { path, ...walk.facts, earlyFunctions: earlyFunctions(source, walk) }
}

class Walk {
  readonly #source: SourceFile
  readonly facts = {
    imports: [] as Import[],
    functions: [] as FunctionSpan[],
    declared: [] as Named[],
    uses: [] as Named[],
    titledCalls: [] as TitledCall[],
    asynchronous: [] as number[],
    defaultExports: [] as number[],
  }

  constructor(source: SourceFile) {
    this.#source = source
  }

  visit(node: Node): void {
    this.#note(node)
    node.forEachChild((child) => this.visit(child))
  }

  line(node: Node): number {
    return this.#source.getLineAndCharacterOfPosition(node.getStart(this.#source)).line + 1
  }

  text(node: Node | undefined): string {
    return node === undefined ? '' : node.getText(this.#source)
  }

  #note(node: Node): void {
    const { imports, declared, asynchronous, defaultExports } = this.facts
    if (declarationKinds.has(node.kind)) {
      const name = part(node, 'name')
      if (name?.kind === SyntaxKind.Identifier || name?.kind === SyntaxKind.PrivateIdentifier) {
        declared.push({ name: this.text(name), line: this.line(name) })
      }
    }
    if (functionKinds.has(node.kind)) this.#noteFunction(node)
    switch (node.kind) {
      case SyntaxKind.ImportDeclaration:
      case SyntaxKind.ExportDeclaration: {
        const from = part(node, 'moduleSpecifier')
        if (from) imports.push({ specifier: unquoted(this.text(from)), line: this.line(node) })
        break
      }
      case SyntaxKind.ExportAssignment:
      case SyntaxKind.DefaultKeyword:
        if (node.parent.kind !== SyntaxKind.CaseBlock) defaultExports.push(this.line(node))
        break
      case SyntaxKind.AsyncKeyword:
      case SyntaxKind.AwaitExpression:
        asynchronous.push(this.line(node))
        break
      case SyntaxKind.TypeReference:
        if (this.text(part(node, 'typeName')) === 'Promise') asynchronous.push(this.line(node))
        break
      case SyntaxKind.CallExpression:
      case SyntaxKind.NewExpression:
        this.#noteCall(node)
        break
      case SyntaxKind.PropertyAccessExpression:
        this.#noteUse(node, this.text(node))
        break
      default:
        break
    }
  }

  #noteFunction(node: Node): void {
    const { parent } = node
    const named = part(node, 'name') ?? part(parent, 'name')
    const argumentOf =
      parent.kind === SyntaxKind.CallExpression ? this.text(part(parent, 'expression')) : ''
    const end = this.#source.getLineAndCharacterOfPosition(node.end).line + 1
    const line = this.line(node)
    this.facts.functions.push({
      name: this.text(named) || 'a function',
      line,
      lines: end - line + 1,
      argumentOf,
    })
  }

  #noteCall(node: Node): void {
    const callee = this.text(part(node, 'expression'))
    const list = parts(node, 'arguments')
    const first = list[0]
    if (node.kind === SyntaxKind.NewExpression) {
      if (list.length === 0) this.#noteUse(node, `new ${callee}()`)
      return
    }
    if (!callee.includes('.')) this.#noteUse(node, callee)
    if (first && textKinds.has(first.kind)) {
      const title = unquoted(this.text(first))
      if (callee === 'import') this.facts.imports.push({ specifier: title, line: this.line(node) })
      this.facts.titledCalls.push({ name: callee, title, line: this.line(node) })
    }
  }

  #noteUse(node: Node, name: string): void {
    this.facts.uses.push({ name, line: this.line(node) })
  }
}

function earlyFunctions(source: SourceFile, walk: Walk): readonly Named[] {
  const early: Named[] = []
  for (const statement of source.statements) {
    if (statement.kind !== SyntaxKind.FunctionDeclaration) continue
    if (parts(statement, 'modifiers').some((word) => word.kind === SyntaxKind.ExportKeyword))
      continue
    const name = walk.text(part(statement, 'name'))
    const above = source.text.slice(0, statement.pos)
    const below = source.text.slice(statement.end)
    const use = new RegExp(`(?<![\\w$.#])${name.replaceAll('$', '\\$')}(?![\\w$])`)
    if (!use.test(above) && use.test(below)) early.push({ name, line: walk.line(statement) })
  }
  return early
}

function part(node: Node | undefined, key: string): Node | undefined {
  return (node as unknown as Record<string, Node | undefined> | undefined)?.[key]
}

function parts(node: Node, key: string): readonly Node[] {
  return (node as unknown as Record<string, readonly Node[] | undefined>)[key] ?? []
}

function unquoted(text: string): string {
  return text.slice(1, -1)
}

const textKinds = new Set([
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateExpression,
])

const functionKinds = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
])

const declarationKinds = new Set([
  SyntaxKind.VariableDeclaration,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.Parameter,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.MethodSignature,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.PropertySignature,
])
