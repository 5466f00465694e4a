var version = process.versions.node
if (parseInt(version, 10) < 20) {
  console.error('::error title=daypass: Node is too old::Node ' + version + ' started this step: it needs Node 24, or 20 at the least; update the runner')
  process.exit(1)
}
require('./steps.js').post()
