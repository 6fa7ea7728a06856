// Density of a cylinder from its mass and dimensions, relative to that of the crystal; errors of balance and micrometer add in quadrature.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values } = parseArgs({ options: { mass: text, diameter: text, thickness: text, crystal: text } })
const [mass, diameter, thickness, crystal] = [values.mass, values.diameter, values.thickness, values.crystal].map(Number)

// Readings of a 0.1 mg balance and a 10 µm micrometer, as standard errors.
const balance = 1e-4
const micrometer = 0.01

const volume = (Math.PI / 4) * (diameter / 10) ** 2 * (thickness / 10)
const relative = mass / volume / crystal
const error = relative * Math.hypot(balance / mass, (2 * micrometer) / diameter, micrometer / thickness)
writeFileSync(process.env.PWOS_METRICS, JSON.stringify({ relative, relative_error: error }))
console.log(`relative density ${relative.toFixed(4)} ± ${error.toFixed(4)}`)
