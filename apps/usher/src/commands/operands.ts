import { UsageError } from '../cli/arguments.ts'

/** For commands that take options only. */
export function refuseOperands(operands: readonly string[]): void {
  if (operands.length > 0) throw new UsageError(`"${operands[0]}" is one word too many`)
}
