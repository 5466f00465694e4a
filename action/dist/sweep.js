require('./steps.js').sweep()
