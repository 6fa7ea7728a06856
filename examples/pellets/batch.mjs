// Puts the pellets of a batch together: what was handed in of each, and the least dense of them.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values } = parseArgs({ options: { manifest: text, densities: text, out: text } })
const records = JSON.parse(readFileSync(values.manifest, 'utf8'))
const relative = values.densities.match(/[\d.e+-]+/g).map(Number)

const pellets = records.map(({ parameters, metrics, path }, index) => ({
  pellet: parameters.pellet,
  faces: metrics.faces,
  relative: relative[index],
  readings: readFileSync(path, 'utf8').trim().split('\n').length - 1,
}))
const least = Math.min(...relative)
writeFileSync(values.out, `${JSON.stringify({ least, pellets }, null, 2)}\n`)
writeFileSync(process.env.PWOS_METRICS, JSON.stringify({ least }))
console.log(`${pellets.length} pellets, the least dense ${least.toFixed(4)}`)
