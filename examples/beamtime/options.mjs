import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

/** The command line as texts: `defaults` names all options; those without a default must be given. */
export function options(defaults) {
  const names = Object.keys(defaults)
  const { values, positionals } = parseArgs({
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    allowPositionals: true,
  })
  const result = { ...defaults, ...values, files: positionals }
  for (const name of names) if (result[name] === undefined) throw new Error(`--${name} is needed`)
  return result
}

export function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
