import { mailWriterContract } from '../../ports/mail-writer.contract.ts'
import { intlMailWriter } from './mail-writer.ts'

mailWriterContract('ICU messages in MJML', intlMailWriter)
