require('./steps.js').main()
