/** The process of the probe provider. */
import { systemClock } from '../../core/clock.ts'
import { serve } from '../../terraform-plugin/serve.ts'

void serve({
  provider: async () => {
    const { probeProvider } = await import('./probe-provider.ts')
    return probeProvider(process.env['PROBE_FOLDER'] ?? '.')
  },
  name: 'probe',
  environment: process.env,
  clock: systemClock,
})
