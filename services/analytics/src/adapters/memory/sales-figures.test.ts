import { salesFiguresContract } from '../../ports/sales-figures.contract.ts'
import { figureMemory, memorySalesFigures } from './sales-figures.ts'

salesFiguresContract('memory', async () => {
  const memory = figureMemory()
  return {
    figures: memorySalesFigures(memory),
    reopen: async () => memorySalesFigures(memory),
    close: async () => {},
  }
})
