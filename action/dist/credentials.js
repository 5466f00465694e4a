require('./steps.js').credentials()
