/** What the single executable starts: `provider/main.ts` without its top-level await, which CommonJS does not have. */
import { startProvider } from '../../provider/start.ts'

void startProvider()
