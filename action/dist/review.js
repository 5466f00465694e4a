const { env } = process
if (env.RUNNER_TEMP) require('node:module').enableCompileCache?.(env.RUNNER_TEMP + '/daypass-compile-cache')
require('./review-step.js').review()
