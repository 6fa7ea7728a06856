// What a reader is told first.

import { writeFileSync } from 'node:fs'
import { options, readJson } from './options.mjs'

const { result, word, out } = options({ result: undefined, word: undefined, out: 'summary.md' })
const { mass, events, events_error, local, global, p_global } = readJson(result)
const text = `# ${word[0].toUpperCase()}${word.slice(1)} for a peak

The highest peak is at ${mass} GeV, with ${events.toFixed(0)} ± ${events_error.toFixed(0)} events: ${local.toFixed(2)} σ there, and
${global.toFixed(2)} σ anywhere in the region (p = ${p_global.toExponential(2)}).
`
writeFileSync(out, text)
console.log(text)
