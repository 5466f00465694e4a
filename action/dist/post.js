require('./steps.js').post()
