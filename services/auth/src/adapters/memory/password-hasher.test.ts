import { seededRandom } from '@usher/testing'
import { passwordHasherContract } from '../../ports/password-hasher.contract.ts'
import { insecurePasswordHasher } from './password-hasher.ts'

passwordHasherContract('insecure', async () => ({
  passwords: insecurePasswordHasher({ random: seededRandom(1) }),
  close: async () => {},
}))
