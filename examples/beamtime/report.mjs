import { writeFileSync } from 'node:fs'

/** Tells PWOS the metrics of this task: JSON in the file that PWOS_METRICS names. Run by hand there is none, and nothing is written. */
export function report(metrics) {
  const file = process.env.PWOS_METRICS
  if (file) writeFileSync(file, `${JSON.stringify(metrics)}\n`)
}
